import { randomUUID } from 'node:crypto';
import { Fault, FaultInput } from './Fault';

/** The active faults. */
export class Faults {
  #faults: Fault[] = [];

  /** Throws when `match` is not a regular expression. */
  add(fault: FaultInput): Fault {
    if (fault.match !== undefined) pattern(fault.match);
    const added: Fault = { ...fault, id: randomUUID(), hits: 0 };
    this.#faults.push(added);
    return added;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** Clears one fault, or all. */
  clear(id?: string): void {
    this.#faults =
      id === undefined ? [] : this.#faults.filter(fault => fault.id !== id);
  }

  /** The faults for one request, counted: any delay, and the oldest of the others. */
  take(operationNames: readonly string[]): Fault[] {
    const taken: Fault[] = [];
    for (const fault of this.#faults) {
      const taking =
        matches(fault, operationNames) &&
        (fault.kind === 'delay' || taken.every(({ kind }) => kind === 'delay'));
      if (!taking) continue;
      fault.hits += 1;
      taken.push(fault);
    }
    this.#faults = this.#faults.filter(
      ({ times = 1, hits }) => times === 'untilCleared' || hits < times,
    );
    return taken;
  }
}

/** Name of the token endpoint in faults and in the request log. */
export const tokenOperation = 'OAuthToken';

function matches(fault: Fault, operationNames: readonly string[]): boolean {
  if (fault.match === undefined) {
    return !operationNames.includes(tokenOperation);
  }
  const expression = pattern(fault.match);
  return operationNames.some(name => expression.test(name));
}

function pattern(match: string): RegExp {
  const slashed = /^\/(.*)\/$/.exec(match)?.[1];
  return new RegExp(slashed ?? `^(?:${match})$`);
}
