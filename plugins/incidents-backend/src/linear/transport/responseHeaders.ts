import type { LinearBudgetBucket } from '../ports';

/** What the headers of one response say. Absent parts were not said, or not readably. */
export type ResponseHeaders = {
  requests?: LinearBudgetBucket;
  points?: LinearBudgetBucket;
  endpoint?: LinearBudgetBucket;
  /** Points charged for the request. */
  complexity?: number;
  retryAfterMs?: number;
  /** When Linear sent it, by Linear's own clock, ISO 8601 to the second. */
  respondedAt?: string;
};

/** Below this an epoch is counted in seconds: as milliseconds it would lie in 1973. */
const FIRST_MILLISECONDS = 1e11;

/**
 * Reads Linear's headers. Resets are epoch milliseconds, as documented, or seconds, as is common elsewhere;
 * `Retry-After` is seconds or an HTTP date. What comes out is by our own clock, however wrong: Linear's instants are
 * moved by the difference between the response's `Date` and now.
 */
export function readHeaders(headers: Headers, now: number): ResponseHeaders {
  const date = dateOf(headers);
  // How far our clock is ahead of Linear's; 0 where the response has no date of its own.
  const ahead = date ? now - date.getTime() : 0;
  return {
    requests: bucket(headers, 'x-ratelimit-requests', ahead),
    points: bucket(headers, 'x-ratelimit-complexity', ahead),
    endpoint: bucket(headers, 'x-ratelimit-endpoint-requests', ahead),
    complexity: number(headers, 'x-complexity'),
    retryAfterMs: retryAfter(headers, now - ahead),
    respondedAt: date?.toISOString(),
  };
}

function bucket(
  headers: Headers,
  prefix: string,
  ahead: number,
): LinearBudgetBucket | undefined {
  const limit = number(headers, `${prefix}-limit`);
  const remaining = number(headers, `${prefix}-remaining`);
  const resetAt = number(headers, `${prefix}-reset`);
  if (limit === undefined || remaining === undefined || resetAt === undefined) {
    return undefined;
  }
  return {
    limit,
    remaining,
    resetAt: (resetAt < FIRST_MILLISECONDS ? resetAt * 1000 : resetAt) + ahead,
  };
}

/** JavaScript's own parser takes much for a date; HTTP has one form only. */
function dateOf(headers: Headers): Date | undefined {
  const text = headers.get('date') ?? '';
  const date = new Date(text);
  return date.toUTCString() === text ? date : undefined;
}

function number(headers: Headers, name: string): number | undefined {
  const text = headers.get(name);
  if (!text?.trim()) {
    return undefined;
  }
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function retryAfter(headers: Headers, now: number): number | undefined {
  const seconds = number(headers, 'retry-after');
  if (seconds !== undefined) {
    return seconds * 1000;
  }
  const date = Date.parse(headers.get('retry-after') ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
