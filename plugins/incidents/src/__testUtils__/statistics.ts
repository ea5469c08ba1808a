import { Facets, Statistics } from '@backstage-incidents/incidents-common';

const DAY = 24 * 3600;

/** One week per count, starting on the given Monday. */
export function weeksFrom(
  monday: string,
  counts: ReadonlyArray<readonly [opened: number, closed: number]>,
): Statistics['weeks'] {
  return counts.map(([opened, closed], index) => ({
    from: new Date(Date.parse(monday) + index * 7 * DAY * 1000)
      .toISOString()
      .slice(0, 10),
    opened,
    closed,
  }));
}

/** Statistics of a company with steady progress and some overdue items. */
export function statistics(overrides: Partial<Statistics> = {}): Statistics {
  return {
    incidents: { total: 65, open: 31, medianAgeSeconds: 9 * DAY },
    actionItems: { open: 48, overdue: 9 },
    weeks: weeksFrom('2026-10-26', [
      [4, 2],
      [7, 5],
      [3, 6],
      [9, 4],
    ]),
    openItemAges: [
      { fromDays: 0, toDays: 7, count: 12 },
      { fromDays: 7, toDays: 14, count: 9 },
      { fromDays: 14, toDays: 30, count: 15 },
      { fromDays: 30, toDays: 90, count: 8 },
      { fromDays: 90, count: 4 },
    ],
    completionTimes: [
      { severity: 'sev1', completed: 14, medianSeconds: 2.25 * DAY },
      { severity: 'sev2', completed: 22, medianSeconds: 4 * DAY },
      { severity: 'sev3', completed: 18, medianSeconds: 9.5 * DAY },
      { severity: 'sev4', completed: 3, medianSeconds: 12 * DAY },
      { severity: 'sev5', completed: 0 },
    ],
    ...overrides,
  };
}

/** The same without any incidents. */
export function noStatistics(): Statistics {
  const full = statistics();
  return {
    incidents: { total: 1, open: 0 },
    actionItems: { open: 0, overdue: 0 },
    weeks: full.weeks.map(({ from }) => ({ from, opened: 0, closed: 0 })),
    openItemAges: full.openItemAges.map(age => ({ ...age, count: 0 })),
    completionTimes: full.completionTimes.map(({ severity }) => ({
      severity,
      completed: 0,
    })),
  };
}

/** Values to filter by. */
export function facets(overrides: Partial<Facets> = {}): Facets {
  return {
    labels: [
      { label: 'customer-visible', count: 21 },
      { label: 'pci', count: 1 },
    ],
    teams: [
      { team: 'PAY', count: 30 },
      { team: 'INC', count: 22 },
    ],
    ...overrides,
  };
}
