import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Seen } from './receiver.ts';

/** The receiver's process. */
export interface ReceiverProcess extends AsyncDisposable {
  /** Where deliveries go. */
  readonly address: string;
  seen(): Promise<Seen>;
}

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(): Promise<ReceiverProcess> {
  const script = fileURLToPath(new URL('./receiver.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const address = `http://127.0.0.1:${Number(port.toString())}/`;
  return {
    address,
    seen: async () => (await (await fetch(address)).json()) as Seen,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
