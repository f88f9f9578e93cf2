import { defineConfig } from 'vitest/config';

const processes = ['examples', 'kill'];
const apart = [...processes, 'meta', 'docs', 'package', 'browser', 'bench', 'types', 'postgres'];
const exclude = ['node_modules/**', 'dist/**', 'temp/**'];

// Processes that tests start load the same sources: compiled once, the next ones start in half the time.
process.env['NODE_COMPILE_CACHE'] ??= new URL('../temp/compiled', import.meta.url).pathname;

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
    exclude,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...apart.map((folder) => `test/${folder}/**`)],
          setupFiles: ['test/setup/seed.ts'],
          // The files of a worker share their modules: loading them anew for each took a third of the time.
          isolate: false,
        },
      },
      // Whole demos, and processes that are killed: too long for every change.
      {
        extends: true,
        test: {
          name: 'processes',
          include: processes.map((folder) => `test/${folder}/**/*.test.ts`),
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
