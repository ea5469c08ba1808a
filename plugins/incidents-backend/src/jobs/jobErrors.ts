import { Reason } from '@backstage-incidents/incidents-common';

/** Will fail again however often it is tried: a person has to decide. */
export class PermanentError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.message);
    this.name = 'PermanentError';
    this.reason = reason;
  }
}

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

/** The claim expired and another worker has the job now; nothing was stored. */
export class ClaimLostError extends Error {
  constructor(writer: string) {
    super(`${writer} lost its claim; the current holder continues`);
    this.name = 'ClaimLostError';
  }
}
