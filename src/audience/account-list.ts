import type { Condition } from '../conditions/condition.ts';
import { NO_REFERENCES } from '../conditions/references.ts';
import type { References } from '../conditions/references.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Issue } from '../kernel/issue.ts';
import { deepFreeze } from '../kernel/json.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { readAccountList } from './audience-schema.ts';
import { checkAccountList } from './check.ts';
import type { AccountListDocument } from './definition.ts';

/** What a list may be given besides its id. */
export interface ListOptions {
  readonly name?: string;
  readonly description?: string;
}

/** A named list of accounts (reference 11). Immutable. Rules: `docs/semantics/audiences.md`, AU-10 to AU-15. */
export class AccountList {
  /** Plain JSON, frozen. */
  readonly document: AccountListDocument;

  private constructor(document: AccountListDocument) {
    this.document = deepFreeze(document);
  }

  /** A draft of a list that is filled by adding and removing accounts. */
  static static(id: string, options: ListOptions = {}): AccountList {
    return new AccountList({ id, ...options, type: 'static', status: 'draft' });
  }

  /** A draft of a list that its condition, in account scope, maintains. `null`: the condition follows. */
  static dynamic(id: string, condition: Condition | null, options: ListOptions = {}): AccountList {
    const draft = { id, ...options, type: 'dynamic', status: 'draft' } as const;
    return new AccountList(condition === null ? draft : { ...draft, condition });
  }

  /**
   * Reads a document, given as JSON text or as a value.
   * @throws AccompanyError `INVALID_DOCUMENT` with `details.issues`; `INVALID_JSON`, `INVALID_INPUT`, `TOO_LARGE` or
   *   `TOO_DEEP` for what is no proper JSON
   */
  static fromJSON(json: unknown): AccountList {
    return new AccountList(readAccountList(json));
  }

  get id(): string {
    return this.document.id;
  }

  /**
   * The list with another condition.
   * @throws AccompanyError `NOT_ALLOWED` for a static list and for one that is live
   */
  withCondition(condition: Condition): AccountList {
    const { type, status } = this.document;
    if (type === 'static') {
      throw this.refusal('is static and has no condition. Use AccountList.dynamic instead.');
    }
    if (status === 'live') {
      throw this.refusal('is live, and its condition is fixed. Make another list.');
    }
    return new AccountList({ ...this.document, condition });
  }

  /**
   * The list made live, so that journeys may use it.
   * @throws AccompanyError `NOT_ALLOWED` for a list that is live already and for a dynamic one without condition
   */
  publish(): AccountList {
    const { type, status, condition } = this.document;
    if (status === 'live') throw this.refusal('is live already.');
    if (type === 'dynamic' && condition === undefined) {
      throw this.refusal('has no condition. Give it one with withCondition first.');
    }
    return new AccountList({ ...this.document, status: 'live' });
  }

  /** Every problem at once; none throws. `references` resolves audiences and other lists; missing: none exist. */
  issues(catalogue: Catalogue, references: References = NO_REFERENCES): Issue[] {
    return checkAccountList(this.document, { catalogue, references });
  }

  toJSON(): AccountListDocument {
    return this.document;
  }

  private refusal(reason: string): AccompanyError {
    return new AccompanyError('NOT_ALLOWED', `The list ${JSON.stringify(this.id)} ${reason}`);
  }
}

/** Whether a journey's actions may add accounts to the list and remove them (AU-14). */
export function acceptsMembers(list: Pick<AccountListDocument, 'type' | 'status'>): boolean {
  return list.type === 'static' && list.status === 'live';
}
