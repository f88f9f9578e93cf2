import { compileCondition } from '../conditions/compile.ts';
import type { Condition } from '../conditions/condition.ts';
import { printCondition } from '../conditions/print.ts';
import { NO_REFERENCES } from '../conditions/references.ts';
import type { References } from '../conditions/references.ts';
import { ConditionScope } from '../conditions/scope.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Issue } from '../kernel/issue.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { NO_ACCOUNT } from '../model/view.ts';
import type { AccountView, PersonView } from '../model/view.ts';
import { readAudience } from './audience-schema.ts';
import { checkAudience } from './check.ts';
import type { AudienceDocument } from './definition.ts';

/** What {@link Audience.matches} needs besides the account or person. */
export interface MatchContext {
  readonly catalogue: Catalogue;
  /** What the condition names; missing: nothing. */
  readonly references?: References;
  readonly now: Instant;
  /** The account in whose company a person is looked at; missing: none. */
  readonly account?: AccountView;
}

/** A set of accounts or of people, given by a condition. Immutable. Rules: `docs/semantics/audiences.md`. */
export class Audience<Of extends 'accounts' | 'people' = 'accounts' | 'people'> {
  /** Plain JSON, frozen. */
  readonly document: AudienceDocument;

  private constructor(document: AudienceDocument) {
    this.document = deepFreeze(document);
  }

  /** An audience of accounts; `condition` is in account scope. */
  static accounts(
    id: string,
    condition: Condition,
    options: { readonly name?: string } = {},
  ): Audience<'accounts'> {
    return new Audience({ id, of: 'accounts', ...options, condition });
  }

  /** An audience of people, a building block of conditions on people; `condition` is in person scope. */
  static people(
    id: string,
    condition: Condition,
    options: { readonly name?: string } = {},
  ): Audience<'people'> {
    return new Audience({ id, of: 'people', ...options, condition });
  }

  /**
   * Reads a document, given as JSON text or as a value.
   * @throws AccompanyError `INVALID_DOCUMENT` with `details.issues`; `INVALID_JSON`, `INVALID_INPUT`, `TOO_LARGE` or
   *   `TOO_DEEP` for what is no proper JSON
   */
  static fromJSON(json: unknown): Audience {
    return new Audience(readAudience(json));
  }

  get id(): string {
    return this.document.id;
  }

  get of(): Of {
    return this.document.of as Of;
  }

  /** Every problem at once; none throws. `references` resolves other audiences and lists; missing: none exist. */
  issues(catalogue: Catalogue, references: References = NO_REFERENCES): Issue[] {
    return checkAudience(this.document, { catalogue, references });
  }

  /**
   * Whether one account, or for an audience of people one person, belongs to the audience at `now`. The condition is
   * compiled anew each time: for many accounts use an engine. The audience must have no errors.
   */
  matches(view: Of extends 'accounts' ? AccountView : PersonView, context: MatchContext): boolean {
    const { catalogue, references = NO_REFERENCES, now, account = NO_ACCOUNT } = context;
    const ofAccounts = this.document.of === 'accounts';
    const scope = ofAccounts
      ? new ConditionScope(view as AccountView, null, now, null)
      : new ConditionScope(account, view as PersonView, now, null);
    return compileCondition(this.document.condition, {
      catalogue,
      references,
      scope: ofAccounts ? 'account' : 'person',
    }).test(scope);
  }

  toJSON(): AudienceDocument {
    return this.document;
  }

  /** The audience as text, for people: `enterprise: accounts where …`. */
  print(): string {
    const { id, of, condition } = this.document;
    return `${id}: ${of} where ${printCondition(condition)}`;
  }
}
