/** Thrown by a job that has to wait for something that is not a failure. */
export class NotYetError extends Error {
  /** The latest time to try again; the code that removes the obstacle enqueues the job at once. */
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.name = 'NotYetError';
    this.delayMs = delayMs;
  }
}
