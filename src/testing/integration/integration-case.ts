import type {
  BackChange,
  DataChange,
  DataFlow,
  DataIntegration,
  DataPage,
  IntegrationContext,
} from '../../ports/data-integration.ts';

/** A data integration that is to be tested. */
export interface IntegrationUnderTest {
  /** Shown in reports. */
  readonly name: string;
  /** What it does not do; the cases for it are skipped. Missing: it does everything. */
  readonly lacks?: readonly IntegrationAbility[];
  /** Makes a fresh, empty source. */
  readonly create: () => Promise<IntegrationData>;
}

/** A call that may be missing; `conflicts`: it knows what others wrote, and refuses what rests on older versions. */
export type IntegrationAbility =
  | 'write'
  | 'conflicts'
  | 'createSegments'
  | 'startFlow'
  | 'stopFlow';

/** One source under test, with a way to its other end. */
export interface IntegrationData {
  readonly source: DataIntegration;
  /** Has the source say something, in this order, as those who work at its other end would. */
  readonly tell: (statements: readonly DataChange[]) => Promise<void>;
  /** Takes it away when the case is over. */
  readonly remove?: () => Promise<void>;
}

/** What a case gets. */
export interface IntegrationCaseContext extends IntegrationData {
  readonly call: IntegrationContext;
  /** Reads from a place to the end. */
  readonly readAll: (after?: string | null) => Promise<ReadBack>;
}

/** What a reading has brought. */
export interface ReadBack {
  readonly changes: readonly DataChange[];
  readonly pages: readonly DataPage[];
  /** The place behind the last page; the one given when there was none. */
  readonly end: string | null;
}

/** One published case. */
export interface IntegrationCase {
  /** The rule of `docs/semantics/data-integration.md` that it shows. */
  readonly rule: string;
  readonly title: string;
  /** Runs only for sources that do this. */
  readonly needs?: IntegrationAbility;
  /** Rejects with a message when the rule is broken. */
  readonly run: (context: IntegrationCaseContext) => Promise<void>;
}

/** Acme with Ann and an opportunity. */
export const ACME: readonly DataChange[] = [
  { type: 'account', id: 'acme', version: 1, attributes: { name: 'Acme', employees: 5_000 } },
  { type: 'person', id: 'ann', version: 1, attributes: { email: 'ann@acme.example' } },
  { type: 'relation', account: 'acme', person: 'ann', version: 1 },
];

/** A change of Acme by a journey. */
export function changeOf(
  attributes: BackChange['attributes'],
  { base = 1, key = 'key-1', id = 'acme' }: Partial<Pick<BackChange, 'base' | 'key' | 'id'>> = {},
): BackChange {
  return { of: 'account', id, key, base, attributes };
}

/** A flow with two segments. */
export const FLOW: DataFlow = {
  id: 'case\u001fjourney\u001fplan',
  journey: 'journey',
  plan: 'plan',
  segments: [
    { name: 'segment-1', of: 'accounts', condition: { kind: 'all', of: [] } },
    { name: 'segment-2', of: 'people', condition: { kind: 'all', of: [] } },
  ],
};
