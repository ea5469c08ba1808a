import { appendFileSync } from 'node:fs';

/** Writes every distinct operation once, as a JSON line. It never gets variables. */
export class OperationRecorder {
  readonly #file: string | undefined;
  readonly #seen = new Set<string>();

  constructor(file: string | undefined) {
    this.#file = file;
  }

  record(query: string, operationName: string | undefined): void {
    if (!this.#file) return;
    const line = `${JSON.stringify({ query, operationName })}\n`;
    if (this.#seen.has(line)) return;
    this.#seen.add(line);
    appendFileSync(this.#file, line, { flag: 'a' });
  }
}
