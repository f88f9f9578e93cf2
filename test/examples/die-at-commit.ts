/** Loaded before a program: ends its process with SIGKILL at one commit of SQLite, before or after it is done. */
import { DatabaseSync } from 'node:sqlite';

const last = Number(process.env['DIE_AT_COMMIT']);
const early = process.env['DIE_EARLY'] === 'yes';
const { exec } = DatabaseSync.prototype as { exec: (this: DatabaseSync, sql: string) => void };
let commits = 0;

DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  const isLast = sql === 'commit' && (commits += 1) === last;
  if (isLast && early) process.kill(process.pid, 'SIGKILL');
  exec.call(this, sql);
  if (isLast) process.kill(process.pid, 'SIGKILL');
};
