/** Issues may become visible this much later than their `updatedAt` says. */
const OVERLAP_MILLISECONDS = 120_000;

/**
 * Before there is a watermark: as far back as this, by Linear's own clock, which
 * reads it as a duration. What is older, the first sweep reads.
 */
export const FIRST_DELTA_SINCE = '-P1D';

/**
 * The next watermark after a complete delta: the greatest `updatedAt` it saw,
 * less the overlap. Linear's clock only, and never backwards.
 */
export function nextWatermark(
  present: string | undefined,
  greatestUpdatedAt: string | undefined,
): string | undefined {
  if (greatestUpdatedAt === undefined) {
    return present;
  }
  const next = new Date(
    new Date(greatestUpdatedAt).getTime() - OVERLAP_MILLISECONDS,
  ).toISOString();
  return present !== undefined && present > next ? present : next;
}

/** The later of two instants in ISO 8601. */
export function later(a: string | undefined, b: string): string {
  return a !== undefined && Date.parse(a) >= Date.parse(b) ? a : b;
}
