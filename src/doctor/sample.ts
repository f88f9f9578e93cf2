/** Counts things and keeps the first few of them as text. */
export class Sample {
  readonly examples: string[] = [];
  count = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** `text` is asked for examples only. */
  add(text: () => string): void {
    this.count += 1;
    if (this.examples.length < this.most) this.examples.push(text());
  }
}

/** `1 run`, `2 runs` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `is` or `are` */
export function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
