/** A binary heap by due instant. */
export class Heap<T extends { readonly due: number }> {
  private readonly items: T[] = [];

  first(): T | null {
    return this.items[0] ?? null;
  }

  add(timer: T): void {
    const { items } = this;
    let at = items.length;
    items.push(timer);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (items[parent]!.due <= timer.due) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = timer;
  }

  take(): void {
    const { items } = this;
    const last = items.pop()!;
    const { length } = items;
    if (length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= length) break;
      if (child + 1 < length && items[child + 1]!.due < items[child]!.due) child += 1;
      if (items[child]!.due >= last.due) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
  }
}
