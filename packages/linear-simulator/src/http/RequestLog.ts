/** One request that reached the GraphQL or the token endpoint. */
export interface LoggedRequest {
  operationName: string;
  kind: 'query' | 'mutation' | 'token' | 'unknown';
  /** Static price; absent when the request was refused before it was priced. */
  points?: number;
  /** 0 when the connection was cut. */
  status: number;
  at: Date;
  /** Kind of the fault that hit it. */
  fault?: string;
}

const kept = 10_000;

/** What came in, newest last. Holds no variables. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > kept) this.#entries.shift();
  }

  list(): readonly LoggedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
