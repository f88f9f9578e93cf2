import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const processes = ['cli', 'examples', 'kill'];
const apart = [...processes, 'meta', 'docs', 'package', 'browser', 'bench', 'types', 'postgres'];
/** Faults at every call there is, moves before every step: all of them, in a time that is too long for every change. */
const exhaustive = [
  'test/archive/move.test.ts',
  'test/engine/simulation.test.ts',
  'test/simulation/nth-call.test.ts',
];
const exclude = ['node_modules/**', 'dist/**', 'temp/**'];

// Processes that tests start load the same sources: compiled once, the next ones start in half the time.
process.env['NODE_COMPILE_CACHE'] ??= new URL('../temp/compiled', import.meta.url).pathname;

/** The longest file goes first: begun last, it would go on alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification): boolean =>
      moduleId.endsWith('/simulation/simulation.test.ts');
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    exclude,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...exhaustive, ...apart.map((folder) => `test/${folder}/**`)],
          setupFiles: ['test/setup/seed.ts'],
          // The files of a worker share their modules: loading them anew for each took a third of the time.
          isolate: false,
        },
      },
      // Whole demos, commands, faults at every call, and processes that are killed: too long for every change.
      {
        extends: true,
        test: {
          name: 'processes',
          include: [...processes.map((folder) => `test/${folder}/**/*.test.ts`), ...exhaustive],
          setupFiles: ['test/setup/seed.ts'],
        },
      },
      { extends: true, test: { name: 'meta', include: ['test/meta/**/*.test.ts'] } },
      // These three look at what `npm run build` wrote.
      { extends: true, test: { name: 'docs', include: ['test/docs/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      // This one needs a server: the one that DATABASE_URL names, or one that it starts.
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/postgres/**/*.test.ts'],
          globalSetup: ['test/postgres/server.ts'],
          setupFiles: ['test/setup/seed.ts'],
        },
      },
      { extends: true, test: { name: 'browser', include: ['test/browser/**/*.test.ts'] } },
    ],
  },
});
