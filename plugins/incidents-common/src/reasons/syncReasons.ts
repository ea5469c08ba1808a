/** Why a background job fails. */
export const syncReasons = {
  /** The log has the error under this id, with its stack. */
  unexpectedError: ({ errorId }: { errorId: string }) =>
    `Unexpected error (id ${errorId}); see the backend log`,
  /** The time for retries is over; `cause` is the code of the last failure. */
  retriesExhausted: ({
    attempts,
    cause,
  }: {
    attempts: number;
    cause: string;
    errorId?: string;
  }) =>
    `Gave up after ${attempts} ${
      attempts === 1 ? 'attempt' : 'attempts'
    } (${cause})`,
  /** A limit on requests of one person or service. */
  tooManyRequests: ({
    perMinute,
    retryAfterSeconds,
  }: {
    perMinute: number;
    retryAfterSeconds: number;
  }) =>
    `More than ${perMinute} within a minute; repeat the request in ${retryAfterSeconds} seconds`,
  changedConcurrently: () =>
    'Somebody else changed it at the same moment; it is tried again',
  catalogUnavailable: () => "The catalog isn't responding",
  notificationsUnavailable: () =>
    "Backstage's notifications plugin isn't accepting notifications",
  /** Nothing more is known. */
  needsAttention: () => 'It needs the attention of an operator',
  sweepHeld: ({ wouldRemove, of }: { wouldRemove: number; of: number }) =>
    `The full re-sync would remove ${wouldRemove} of ${of} action items and waits for an operator`,
} as const;
