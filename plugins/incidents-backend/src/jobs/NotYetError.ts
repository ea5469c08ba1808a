/** Thrown by a job that has to wait for something that is nobody's failure. */
export class NotYetError extends Error {
  /** When to look again at the latest; whoever removes the obstacle enqueues the job at once. */
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.name = 'NotYetError';
    this.delayMs = delayMs;
  }
}
