const empty: ReadonlySet<string> = new Set();

/** Ids grouped under a key. */
export class SetIndex {
  readonly #sets = new Map<string, Set<string>>();

  get(key: string): ReadonlySet<string> {
    return this.#sets.get(key) ?? empty;
  }

  entries(): IterableIterator<[string, ReadonlySet<string>]> {
    return this.#sets.entries();
  }

  add(key: string | undefined, id: string): void {
    if (key === undefined) return;
    const set = this.#sets.get(key);
    if (set) set.add(id);
    else this.#sets.set(key, new Set([id]));
  }

  remove(key: string | undefined, id: string): void {
    if (key === undefined) return;
    const set = this.#sets.get(key);
    if (!set) return;
    set.delete(id);
    if (set.size === 0) this.#sets.delete(key);
  }
}
