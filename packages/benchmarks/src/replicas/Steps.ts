import { Knex } from 'knex';

/**
 * The steps of a process toward the outside: before and after each statement to
 * the database and each request to Linear. It can end itself at any of them as
 * `kill -9` would.
 */
export class Steps {
  #taken: string[] = [];
  #dieAt = Number.POSITIVE_INFINITY;

  static of(knex: Knex): Steps {
    const steps = new Steps();
    knex.on('query', ({ sql }: { sql: string }) => steps.#take('before', sql));
    knex.on('query-response', (_: unknown, { sql }: { sql: string }) =>
      steps.#take('after', sql),
    );
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      steps.#take('before', 'request to Linear');
      const response = await fetch(input, init);
      steps.#take('after', 'request to Linear');
      return response;
    };
    return steps;
  }

  /** Counts from here on, to death at step `dieAt` if one is given. */
  restart(dieAt: number = Number.POSITIVE_INFINITY): void {
    this.#taken = [];
    this.#dieAt = dieAt;
  }

  /** Dies no more. @returns what was stepped through since the restart */
  stop(): string[] {
    this.#dieAt = Number.POSITIVE_INFINITY;
    return [...this.#taken];
  }

  #take(when: 'before' | 'after', what: string): void {
    this.#taken.push(`${when} ${what.slice(0, 60)}`);
    if (this.#taken.length === this.#dieAt) {
      process.kill(process.pid, 'SIGKILL');
    }
  }
}
