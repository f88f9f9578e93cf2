/** True for the short run. */
export const QUICK: boolean = process.argv.includes('--quick');

/** True when processor time counts instead of time on the wall: for machines that do other work too. */
export const CPU: boolean = process.argv.includes('--cpu');

/** The value after `--name`, or `fallback`. */
export function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

/** A number with its suffix: `100k`, `1M`. */
export function countOf(text: string): number {
  const factor = text.endsWith('M') ? 1_000_000 : text.endsWith('k') ? 1_000 : 1;
  return Number.parseFloat(text) * factor;
}
