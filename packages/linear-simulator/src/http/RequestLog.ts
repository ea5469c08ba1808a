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

/** What came in, newest last; an array of it, so that tests can filter and count. Holds no variables. */
export class RequestLog extends Array<LoggedRequest> {
  static get [Symbol.species]() {
    return Array;
  }

  add(entry: LoggedRequest): void {
    this.push(entry);
    if (this.length > kept) this.shift();
  }

  /** A copy that later requests do not change. */
  list(): LoggedRequest[] {
    return Array.from(this);
  }

  clear(): void {
    this.length = 0;
  }
}
