import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';

// A process that holds a file open until it is killed. It says so by a line.
const storage = await sqliteStorage({ file: process.argv[2]! });
await storage.commit('s', {
  operations: [
    { op: 'put', record: { kind: 'account', id: 'held', version: 1, due: null, body: 1 } },
  ],
  counters: [],
});
console.log('open');
setInterval(() => storage.capabilities, 60_000);
