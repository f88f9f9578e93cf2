import { needArguments } from '../kernel/needed-arguments.ts';
import { NO_REFERENCES } from '../conditions/references.ts';
import type { References } from '../conditions/references.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { parseBuyingGroup, readBuyingGroup } from './buying-group-schema.ts';
import { checkBuyingGroup } from './check.ts';
import type { BuyingGroupDocument } from './definition.ts';

export { DEFAULT_ROLES } from './default-roles.ts';

/** What a {@link BuyingGroupDocument} is made of besides its id. */
export type BuyingGroupOptions = Omit<BuyingGroupDocument, 'id'>;

/**
 * Which roles a group for one solution interest has, and who fills them. Immutable.
 * Rules: `docs/semantics/buying-groups.md`.
 */
export class BuyingGroup {
  /** Plain JSON, frozen. */
  readonly document: BuyingGroupDocument;

  private constructor(document: BuyingGroupDocument) {
    this.document = deepFreeze(document);
  }

  /**
   * A definition, of a copy of the options (BG-148). Roles are in order of priority: a person takes the first whose condition, in person scope, holds.
   *
   * @example
   * BuyingGroup.define('cloud', {
   *   roles: [{ role: 'Decision Maker', when: person('jobTitle').startsWith('VP') }, { role: 'Other' }],
   * })
   * @throws AccompanyError `INVALID_INPUT` with `details.issues` for options of another form
   */
  static define(id: string, options: BuyingGroupOptions): BuyingGroup {
    needArguments('BuyingGroup.define', { options: [options, 'object'] });
    const parsed = parseBuyingGroup({ id, ...options });
    if (parsed.ok) return new BuyingGroup(parsed.value);
    const { issues } = parsed;
    const message = `This is no buying group: ${issues.map(formatIssue).join('; ')}`;
    throw new AccompanyError('INVALID_INPUT', message, {
      path: issues[0]!.path,
      details: { issues },
    });
  }

  /**
   * Reads a document, given as JSON text or as a value.
   * @throws AccompanyError `INVALID_DOCUMENT` with `details.issues`; `INVALID_JSON`, `INVALID_INPUT`, `TOO_LARGE` or
   *   `TOO_DEEP` for what is no proper JSON
   */
  static fromJSON(json: unknown): BuyingGroup {
    return new BuyingGroup(readBuyingGroup(json));
  }

  get id(): string {
    return this.document.id;
  }

  /** Every problem at once; none throws. `references` resolves audiences and lists; missing: none exist. */
  issues(catalogue: Catalogue, references: References = NO_REFERENCES): Issue[] {
    return checkBuyingGroup(this.document, { catalogue, references });
  }

  toJSON(): BuyingGroupDocument {
    return this.document;
  }
}
