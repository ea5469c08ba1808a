/** Rows kept in ascending order of a time, ties broken by id, so that a page's cost depends on its own length, not the table's. */
export class SortedIndex<T extends { id: string }> {
  readonly #time: (row: T) => string;
  #rows: T[] = [];

  constructor(time: (row: T) => string) {
    this.#time = time;
  }

  get rows(): readonly T[] {
    return this.#rows;
  }

  load(rows: Iterable<T>): void {
    const keyed = Array.from(rows, row => ({ row, time: this.#time(row) }));
    keyed.sort((a, b) => compareKeys(a.time, a.row.id, b.time, b.row.id));
    this.#rows = keyed.map(({ row }) => row);
  }

  add(row: T): void {
    this.#rows.splice(this.position(this.#time(row), row.id), 0, row);
  }

  /** Must be called before the row's time changes, because it finds the row by time. */
  remove(row: T): void {
    const position = this.position(this.#time(row), row.id);
    if (this.#rows[position] === row) this.#rows.splice(position, 1);
  }

  /** The first position whose key is not below (time, id). */
  position(time: string, id: string): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = this.#rows[middle];
      if (compareKeys(this.#time(row), row.id, time, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compareKeys(
  timeA: string,
  idA: string,
  timeB: string,
  idB: string,
): number {
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  if (idA === idB) return 0;
  return idA < idB ? -1 : 1;
}
