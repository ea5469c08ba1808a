/** Why a call to Linear did not succeed. `operation` is the name of the GraphQL operation. */
export const linearReasons = {
  linearNotConfigured: () => 'Linear is not configured',
  linearUnavailable: (_: { operation?: string; status?: number } = {}) =>
    "Linear isn't responding",
  linearTimedOut: () => 'Linear did not respond in time',
  linearWriteUnconfirmed: () =>
    'Linear did not respond in time, so the change may or may not have been made; repeating the request is safe',
  linearRateLimited: ({ bucket }: { bucket: string; resetAt?: string }) =>
    `Linear's rate limit (${bucket}) is used up`,
  linearUnauthorized: (_: { operation?: string } = {}) =>
    "Linear rejected Backstage's credentials",
  linearForbidden: ({ operation }: { operation: string }) =>
    `Backstage's credentials are not allowed to do this in Linear (${operation})`,
  linearNotFound: ({ operation }: { operation: string; field?: string }) =>
    `Not found in Linear or not accessible (${operation})`,
  linearConflict: ({ operation }: { operation: string; field?: string }) =>
    `Linear already has an entity with this id (${operation})`,
  linearTeamMismatch: ({ operation }: { operation: string; field?: string }) =>
    `The state or project belongs to another Linear team (${operation})`,
  linearUsageLimit: ({ operation }: { operation: string; field?: string }) =>
    `The plan of the Linear workspace does not allow more (${operation})`,
  linearNotApplied: ({ operation }: { operation: string; field?: string }) =>
    `Linear accepted the change but did not apply it (${operation})`,
  linearInvalidInput: ({
    operation,
    field,
  }: {
    operation: string;
    field?: string;
  }) =>
    field
      ? `Linear rejected the value of ${field} (${operation})`
      : `Linear rejected the input (${operation})`,
  linearQueryTooComplex: ({ operation }: { operation: string }) =>
    `The query is over Linear's complexity limit (${operation})`,
  linearMalformedResponse: ({ operation }: { operation: string }) =>
    `Linear's response could not be read (${operation})`,
} as const;
