import {
  Durations,
  Facets,
  Statistics,
} from '@backstage-incidents/incidents-common';

const HOUR = 3600;
const DAY = 24 * HOUR;

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

const took = (count: number, median: number, p90: number): Durations => ({
  count,
  medianSeconds: median * HOUR,
  p90Seconds: p90 * HOUR,
});
const none = { timeToMitigate: { count: 0 }, timeToClose: { count: 0 } };

/** The same for incidents: how many of sev1 and sev3. */
function incidentWeeksFrom(
  monday: string,
  counts: ReadonlyArray<readonly [sev1: number, sev3: number]>,
): Statistics['incidentWeeks'] {
  return weeksFrom(
    monday,
    counts.map(() => [0, 0]),
  ).map(({ from }, index) => {
    const [sev1, sev3] = counts[index];
    return {
      from,
      opened: { sev1, sev2: 0, sev3, sev4: 0, sev5: 0 },
      ...(sev1 > 0
        ? { timeToMitigate: took(sev1, 2, 5), timeToClose: took(sev1, 72, 120) }
        : none),
    };
  });
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
    incidentWeeks: incidentWeeksFrom('2026-10-26', [
      [1, 4],
      [0, 6],
      [2, 3],
      [1, 5],
    ]),
    incidentTeams: [
      {
        team: 'PAY',
        timeToMitigate: took(3, 1.5, 4),
        timeToClose: took(2, 48, 96),
      },
      { ...none, team: 'INC', timeToMitigate: took(1, 3, 3) },
    ],
    incidentComponents: [
      {
        ...none,
        entityRef: 'component:default/checkout',
        timeToMitigate: took(2, 2, 6),
      },
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
    incidentWeeks: incidentWeeksFrom(
      '2026-10-26',
      full.weeks.map(() => [0, 0]),
    ),
    incidentTeams: [],
    incidentComponents: [],
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
