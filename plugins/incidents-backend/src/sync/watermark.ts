/** Issues may become visible this much later than their `updatedAt` says. */
const OVERLAP_MS = 120_000;

/**
 * Before there is a watermark: as far back as this, by Linear's own clock, which
 * reads it as a duration. What is older, the first sweep reads.
 */
export const FIRST_DELTA_SINCE = '-P1D';

/**
 * The next watermark, by Linear's clock only: the later of the instants, less
 * the overlap, and never earlier than the present one. Nor later than the first
 * response, since relations were read with that and not since. Instants are
 * ISO 8601; what is not an instant is ignored.
 */
export function nextWatermark(
  present: string | undefined,
  read: {
    /** Greatest `updatedAt` up to which every change was read. */
    readUpTo: string | undefined;
    /** `Date` header of the first response. */
    respondedAt: string | undefined;
    /** Every page was read, so nothing else had changed when Linear responded. */
    isComplete: boolean;
  },
): string | undefined {
  const respondedAt = toMs(read.respondedAt);
  const latest = Math.max(
    toMs(read.readUpTo) ?? -Infinity,
    (read.isComplete ? respondedAt : undefined) ?? -Infinity,
  );
  const next = Math.min(latest - OVERLAP_MS, respondedAt ?? Infinity);
  return next > (toMs(present) ?? -Infinity)
    ? new Date(next).toISOString()
    : present;
}

/** The later of two instants in ISO 8601; the second if they are the same. */
export function later(a: string | undefined, b: string): string {
  return a !== undefined && Date.parse(a) > Date.parse(b) ? a : b;
}

function toMs(instant: string | undefined): number | undefined {
  const ms = Date.parse(instant ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
