import { SweepState } from '@backstage-incidents/incidents-common';

/** A sweep that an operator requested. */
export interface AskedSweep {
  id: string;
  /** It ran already before the request. */
  wasRunning: boolean;
}

/** Its result. */
export type SweepOutcome =
  | { kind: 'started' | 'joined' | 'failed' }
  | { kind: 'completed'; counts: SweepState['counts'] }
  | { kind: 'held'; wouldRemove: number; of: number };

/** Derives the result of the requested sweep from the latest sweep. */
export function sweepOutcome(
  asked: AskedSweep,
  latest: SweepState | undefined,
): SweepOutcome {
  const underWay: SweepOutcome = {
    kind: asked.wasRunning ? 'joined' : 'started',
  };
  if (latest?.id !== asked.id) return underWay;
  switch (latest.state) {
    case 'requested':
    case 'running':
      return underWay;
    case 'completed':
      return { kind: 'completed', counts: latest.counts };
    case 'held':
      return {
        kind: 'held',
        wouldRemove: latest.breaker?.params.wouldRemove ?? 0,
        of: latest.breaker?.params.of ?? 0,
      };
    case 'failed':
      return { kind: 'failed' };
    default:
      return latest.state satisfies never;
  }
}
