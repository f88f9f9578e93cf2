import { test } from 'vitest';

test.skip('PostgreSQL storage: skipped here, because it needs a server; `npm run test:postgres` starts one', () => {});
