import type { Progress } from './simulation.ts';
import { formatDay } from './wording.ts';

/** Where text goes. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const WIDTH = 32;

/** Shows how far a simulation is: one line that changes on a terminal, a line every ten days anywhere else. */
export function progressBar(stream: TextStream): (progress: Progress) => void {
  return ({ day, days, at }) => {
    const full = Math.round((WIDTH * day) / days);
    const text = `day ${String(day).padStart(String(days).length)} of ${days}  ${formatDay(at)}`;
    if (stream.isTTY === true) {
      const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
      stream.write(`\r  ${bar}  ${text}${day === days ? '\n' : ''}`);
    } else if (day % 10 === 0 || day === days) {
      stream.write(`  ${text}\n`);
    }
  };
}
