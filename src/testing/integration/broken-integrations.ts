import { memoryPlatform } from '../../connectors/memory-platform.ts';
import type { DataIntegration } from '../../ports/data-integration.ts';
import type { IntegrationUnderTest } from './integration-case.ts';

/** A source with one fault, to show that the published cases find it. */
export interface BrokenIntegration {
  readonly name: string;
  /** What it does wrong, as a sentence. */
  readonly fault: string;
  /** The rule that must catch it; others may break along with it. */
  readonly rule: string;
  /** Puts the fault around a source that is right. */
  readonly wrap: (inner: Required<DataIntegration>) => DataIntegration;
}

/** Sources that go wrong on purpose. */
export const BROKEN_INTEGRATIONS: readonly BrokenIntegration[] = [
  {
    name: 'hasty-place',
    fault: 'The place of a page stands behind the page after it.',
    rule: 'DI-2',
    wrap: (inner) => ({
      ...inner,
      async *read(request) {
        for await (const page of inner.read(request))
          yield { ...page, next: String(Number(page.next) + 5) };
      },
    }),
  },
  {
    name: 'forgetful-writer',
    fault: 'A change that comes again under its key is written again.',
    rule: 'DI-3',
    wrap: (inner) => {
      let calls = 0;
      return {
        ...inner,
        write(changes, context) {
          calls += 1;
          return inner.write(
            changes.map((change) => ({
              ...change,
              base: change.base + 9,
              key: `${change.key} ${calls}`,
            })),
            context,
          );
        },
      };
    },
  },
  {
    name: 'last-word',
    fault: 'A change is taken whatever others have written since.',
    rule: 'DI-4',
    wrap: (inner) => ({
      ...inner,
      write: (changes, context) =>
        inner.write(
          changes.map((change) => ({ ...change, base: Number.MAX_SAFE_INTEGER })),
          context,
        ),
    }),
  },
  {
    name: 'strict-stop',
    fault: 'Stopping a flow that does not run is an error.',
    rule: 'DI-7',
    wrap: (inner) => {
      const running = new Set<string>();
      return {
        ...inner,
        startFlow(flow, context) {
          running.add(flow.id);
          return inner.startFlow(flow, context);
        },
        stopFlow({ id }) {
          if (!running.delete(id)) throw new Error('there is no such flow');
        },
      };
    },
  },
];

/** A broken source on memory, ready for the cases. */
export function brokenIntegrationUnderTest({
  name,
  wrap,
}: BrokenIntegration): IntegrationUnderTest {
  return {
    name,
    create: async () => {
      const platform = memoryPlatform({ page: 7 });
      return { source: wrap(platform), tell: async (statements) => platform.tell(...statements) };
    },
  };
}
