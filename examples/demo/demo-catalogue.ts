import * as z from 'zod';
import {
  accountAttributes,
  catalogue,
  experienceEvents,
  number,
  oneOf,
  personAttributes,
  text,
} from '../../src/index.ts';
import type { Catalogue, IngestInput, ShapeOfInput } from '../../src/index.ts';

/** How the demo's accounts get on. */
const STAGES = ['General content', 'Offers', 'Customer', 'Nurture'] as const;

type Text = ReturnType<typeof text>;

/** The catalogue's shape. Hosts need not write it down: TypeScript infers it from `catalogue`. */
export type DemoShape = ShapeOfInput<{
  account: typeof accountAttributes & { readonly stage: Text };
  person: typeof personAttributes;
  events: typeof experienceEvents & {
    readonly orderPlaced: {
      readonly of: 'account';
      readonly fields: {
        readonly order: Text;
        readonly total: ReturnType<typeof number>;
        readonly status: Text;
      };
    };
  };
  actions: {
    readonly salesAlert: {
      readonly of: 'accounts';
      readonly input: z.ZodType<{ team: string; reason: string }, { team: string; reason: string }>;
    };
  };
}>;

/** Everything that the demo's conditions, events and actions may name. */
export const demoCatalogue: Catalogue<DemoShape> = catalogue({
  account: { ...accountAttributes, stage: oneOf(STAGES) },
  person: personAttributes,
  events: {
    ...experienceEvents,
    orderPlaced: {
      of: 'account',
      fields: { order: text(), total: number({ label: 'Order total' }), status: text() },
    },
  },
  actions: {
    salesAlert: { of: 'accounts', input: z.object({ team: z.string(), reason: z.string() }) },
  },
});

/** What is taken in. */
export type DemoInput = IngestInput<DemoShape>;
/** One account of it. */
export type DemoAccount = NonNullable<DemoInput['accounts']>[number];
/** One person of it. */
export type DemoPerson = NonNullable<DemoInput['people']>[number];
/** One account-person relation of it. */
export type DemoRelation = NonNullable<DemoInput['relations']>[number];
/** One event of it. */
export type DemoEvent = NonNullable<DemoInput['events']>[number];
