/** One request that reached the GraphQL or the token endpoint. */
export interface LoggedRequest {
  operationName: string;
  kind: 'query' | 'mutation' | 'token' | 'unknown';
  /** Static price; absent when the request was rejected before pricing. */
  points?: number;
  /** 0 when the connection was cut. */
  status: number;
  at: Date;
  /** Kind of the fault that affected it. */
  fault?: string;
}

const kept = 10_000;

/** The received requests, newest last, as an array for tests to filter and count. Contains no variables. */
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
