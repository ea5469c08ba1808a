/** So few may always go: a small installation is not an accident. */
const ALWAYS_ALLOWED = 20;

/**
 * Whether a sweep's removals wait for an operator, and why. That many items
 * rarely go at once; that we lost sight of them is the likelier story.
 */
export function holdsBack(options: {
  wouldRemove: number;
  /** All stored items. */
  of: number;
  /** Keys of teams that Linear does not show any more. */
  lostTeams: readonly string[];
  /** Share (0 to 1) of all items. */
  maxDisappearing: number;
}): string | undefined {
  const { wouldRemove, of, lostTeams, maxDisappearing } = options;
  if (wouldRemove === 0) {
    return undefined;
  }
  if (lostTeams.length > 0) {
    return `Linear does not show us team ${lostTeams.join(
      ', ',
    )} any more, so the items of it may well be there; give the app access again, or accept the removals`;
  }
  if (wouldRemove > ALWAYS_ALLOWED && wouldRemove > maxDisappearing * of) {
    return `${wouldRemove} of ${of} items are gone at once, more than incidents.sync.maxDisappearing allows; look at Linear, then accept the removals, or sweep again once the items are back`;
  }
  return undefined;
}
