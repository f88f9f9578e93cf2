import type { AccessorOperator, AccessorTest } from '../model/accessor.ts';
import type { Sketch, StepOptions } from './sketch.ts';
import { naming } from './step-node.ts';

/** Options of every step that asks an external service. */
export interface AskOptions extends StepOptions {
  /** Values of the service's inputs. */
  readonly input?: Readonly<Record<string, string | number | boolean>>;
}

/** A service by its id, or the value itself. */
export type AskedService = string | { readonly id: string };

/** A test of what a service reports: `reported('rank', 'greaterThan', 80)`. */
export function reported(
  accessor: string,
  operator: AccessorOperator,
  ...values: readonly (string | number | boolean)[]
): AccessorTest {
  return { accessor, operator, values: values.map(String) };
}

/** What nodes that ask have in common. */
export function askedOf(
  sketch: Sketch,
  prefix: string,
  service: AskedService,
  options: AskOptions,
): { readonly id: string; readonly label?: string; readonly service: string } & Pick<
  AskOptions,
  'input'
> {
  return {
    ...naming(sketch, prefix, options),
    service: typeof service === 'string' ? service : service.id,
    ...(options.input !== undefined && { input: options.input }),
  };
}
