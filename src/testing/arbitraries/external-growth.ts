import type { AskNode, ExternalPath } from '../../journey/document.ts';
import { ACCESSOR_OPERATORS } from '../../model/accessor.ts';
import type { AccessorTest, AccessorValues } from '../../model/accessor.ts';
import type { ExternalService } from '../../model/external-service.ts';
import type { PersonAnswer } from '../../runtime/input.ts';
import type { AttributeChanges } from '../../model/value.ts';
import { TENANT_VALUES } from './catalogue.ts';
import type { Draw } from './growth.ts';

const ACCESSORS = [
  { name: 'rank', type: 'integer' },
  { name: 'tier', type: 'string' },
  { name: 'hot', type: 'boolean' },
] as const;

function service(
  id: string,
  entity: ExternalService['entity'],
  split: boolean,
  timeout: number,
): ExternalService {
  const employees = {
    field: 'size',
    type: 'integer',
    required: false,
    attribute: 'employees',
  } as const;
  const score = { field: 'score', type: 'integer', required: false, attribute: 'score' } as const;
  const fields = {
    account: entity === 'lead' ? [] : [employees],
    person: entity === 'account' ? [] : [score],
  };
  return {
    id,
    name: id,
    status: 'active',
    entity,
    split,
    timeout,
    inputs: [{ name: 'tag', type: 'string', required: false }],
    accessors: split ? ACCESSORS : [],
    sends: fields,
    receives: fields,
  };
}

/** One service for each thing that can be asked about, for actions and for splits. They belong to `TENANT_CATALOGUE`. */
export const TENANT_SERVICES: readonly ExternalService[] = [
  service('enrichAccount', 'account', false, 60),
  service('rateAccount', 'account', true, 30),
  service('enrichPeople', 'lead', false, 240),
  service('ratePeople', 'lead', true, 60),
  service('enrichAll', 'accountPerson', false, 30),
  service('rateAll', 'accountPerson', true, 120),
];

/** A node that asks, without what comes behind it. */
export function growAsk(
  draw: Draw,
  kind: AskNode['kind'],
  id: string,
): {
  readonly id: string;
  readonly service: string;
  readonly input?: { readonly tag: string };
} & { readonly context: 'accounts' | 'people' } {
  const split = kind !== 'externalAction';
  const context =
    kind === 'externalSplitAccounts'
      ? 'accounts'
      : kind === 'externalSplitPeople'
        ? 'people'
        : draw.pick<'accounts' | 'people'>(['people', 'accounts']);
  const fits = TENANT_SERVICES.filter(
    (one) => one.split === split && (one.entity === 'account') === (context === 'accounts'),
  );
  return {
    id,
    context,
    service: draw.pick(fits as [ExternalService, ...ExternalService[]]).id,
    ...(draw.once(3) ? { input: { tag: 'a' } } : {}),
  };
}

/** Paths that values of {@link growValues} meet. */
export function growExternalPaths(draw: Draw): readonly ExternalPath[] {
  return Array.from({ length: 1 + draw(3) }, (_, index) => ({
    id: `p${index}`,
    when: Array.from({ length: draw.once(3) ? 2 : 1 }, () => growTest(draw)),
  }));
}

function growTest(draw: Draw): AccessorTest {
  const operator = draw.pick(ACCESSOR_OPERATORS);
  const isOrder = operator.startsWith('greater') || operator.startsWith('less');
  const isText = operator === 'contains' || operator === 'notContains';
  const accessor = isOrder ? 'rank' : isText ? 'tier' : draw.pick(['rank', 'tier', 'hot'] as const);
  const values = { rank: ['1', '2', 'x'], tier: ['Gold', 'go', ''], hot: ['true', 'false', 'yes'] }[
    accessor
  ] as [string, string, string];
  const first = draw.pick(values);
  return { accessor, operator, values: !isOrder && draw.once(3) ? [first, values[1]] : [first] };
}

/** What a service says: who it names, what of it succeeds, what it reports and changes. */
export function growAnswer(draw: Draw, people: readonly string[]): Answer {
  const of = [null, ...people].filter(() => !draw.once(3));
  return {
    delay: draw.pick([0, 0, -1, -30]),
    changes: draw.once(2) ? { employees: draw.pick(TENANT_VALUES.employees) } : {},
    answers: of.map((person) => ({
      person,
      ok: !draw.once(4),
      reason: null,
      values: growValues(draw),
      attributes: draw.once(3) ? { score: draw.pick(TENANT_VALUES.score) } : {},
    })),
    rest: draw.once(3) ? { ok: draw.once(2), reason: null } : null,
  };
}

/** An answer without the place that it is for. */
export interface Answer {
  /** Minutes from now to when it came, at most 0. */
  readonly delay: number;
  readonly changes: AttributeChanges;
  readonly answers: readonly PersonAnswer[];
  readonly rest: { readonly ok: boolean; readonly reason: null } | null;
}

function growValues(draw: Draw): AccessorValues {
  return {
    ...(draw.once(6) ? {} : { rank: draw.pick([1, 2, 3]) }),
    ...(draw.once(3) ? {} : { tier: draw.pick(['gold', 'silver']) }),
    ...(draw.once(2) ? { hot: draw.pick([true, false]) } : {}),
  };
}
