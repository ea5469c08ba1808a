/** Options of a call that changes nothing. @public */
export interface ReadOptions {
  /** Backstage token, where the fetch given to the client does not add one. */
  token?: string;
  /** Ends the call early. */
  signal?: AbortSignal;
}

/** Options of a call that may create something. @public */
export interface CreateOptions {
  /** Makes a repeat return what the first call made. */
  idempotencyKey?: string;
  /** Seconds, at most 20, to wait for the parent issue to be linked. */
  waitSeconds?: number;
  /** Backstage token, where the fetch given to the client does not add one. */
  token?: string;
}
