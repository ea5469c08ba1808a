import {
  Durations,
  Incident,
  Statistics,
} from '@backstage-incidents/incidents-common';
import { fromNow, incident } from '../../src/__testUtils__/fixtures';
import { Answer, json } from '../../src/__testUtils__/handlers';
import { DAY, HOUR, MINUTE } from './common';

const severities = ['sev1', 'sev2', 'sev3', 'sev4'] as const;
const statuses = ['active', 'mitigated', 'postmortem', 'done', 'done'] as const;
const titles = [
  'Checkout fails for card payments',
  'Slow search after the reindex',
  'Webhooks are delivered twice',
  'Exports stop at ten thousand rows',
];

/** Sixty incidents of every sort. */
export const listedIncidents: Incident[] = Array.from(
  { length: 60 },
  (_, index) => {
    const status = statuses[index % statuses.length];
    const started = -(index * 1.7 + 0.3) * DAY;
    const done = status === 'done';
    return incident({
      ref: `INC-${300 - index}`,
      title: titles[index % titles.length],
      severity: severities[(index * 3) % severities.length],
      status,
      visibility: index % 9 === 2 ? 'private' : 'public',
      lead: index % 5 === 4 ? undefined : 'user:default/ada.olsen',
      startedAt: fromNow(started),
      createdAt: fromNow(started + 5 * MINUTE),
      closedAt: done ? fromNow(started + (index % 7) * 9 * HOUR) : undefined,
      progress:
        index % 6 === 5
          ? {
              total: 0,
              todo: 0,
              inProgress: 0,
              done: 0,
              canceled: 0,
              overdue: 0,
            }
          : {
              total: 6,
              todo: done ? 0 : 2,
              inProgress: done ? 0 : 1,
              done: done ? 6 : 3,
              canceled: 0,
              overdue: status === 'active' && index % 2 === 0 ? 1 : 0,
            },
    });
  },
);

/** A list as the server pages and filters it, as far as a gallery needs. */
export function listAnswer(incidents: readonly Incident[]): Answer {
  return request => {
    const params = new URL(request.url).searchParams;
    const among = (key: string, value: string) =>
      !params.has(key) || params.getAll(key).includes(value);
    const wanted = (params.get('q') ?? '').toLocaleLowerCase('en-US');
    const matching = incidents.filter(
      candidate =>
        among('status', candidate.status) &&
        among('severity', candidate.severity) &&
        (params.get('overdue') !== 'true' || candidate.progress.overdue > 0) &&
        (params.get('hasOpenActionItems') !== 'true' ||
          candidate.progress.todo > 0) &&
        candidate.title.toLocaleLowerCase('en-US').includes(wanted),
    );
    const limit = Number(params.get('limit') ?? 50);
    const from = Number(params.get('cursor') ?? 0);
    return json({
      items: matching.slice(from, from + limit),
      totalItems: matching.length,
      ...(from + limit < matching.length
        ? { nextCursor: String(from + limit) }
        : {}),
    });
  };
}

function mondays(count: number): string[] {
  const today = new Date();
  const monday = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() - ((today.getUTCDay() + 6) % 7),
  );
  return Array.from({ length: count }, (_, index) =>
    new Date(monday - (count - 1 - index) * 7 * DAY).toISOString().slice(0, 10),
  );
}

const hours = (count: number, median: number, p90: number): Durations => ({
  count,
  medianSeconds: median * 3600,
  p90Seconds: p90 * 3600,
});

/** Numbers that belong to no list in particular. */
export const statistics: Statistics = {
  incidents: { total: 312, open: 14, medianAgeSeconds: (9 * DAY) / 1000 },
  actionItems: { open: 23, overdue: 6 },
  weeks: mondays(12).map((from, index) => ({
    from,
    opened: [3, 5, 8, 4, 6, 9, 2, 7, 5, 11, 6, 4][index],
    closed: [1, 4, 6, 6, 5, 7, 5, 6, 8, 6, 9, 2][index],
  })),
  openItemAges: [
    { fromDays: 0, toDays: 7, count: 9 },
    { fromDays: 7, toDays: 30, count: 8 },
    { fromDays: 30, toDays: 90, count: 4 },
    { fromDays: 90, count: 2 },
  ],
  completionTimes: [
    { severity: 'sev1', completed: 12, medianSeconds: (2 * DAY) / 1000 },
    { severity: 'sev2', completed: 21, medianSeconds: (6 * DAY) / 1000 },
    { severity: 'sev3', completed: 9, medianSeconds: (15 * DAY) / 1000 },
    { severity: 'sev4', completed: 3, medianSeconds: (31 * DAY) / 1000 },
    { severity: 'sev5', completed: 0 },
  ],
  incidentWeeks: mondays(12).map((from, index) => ({
    from,
    opened: {
      sev1: [0, 1, 0, 2, 0, 0, 1, 0, 0, 1, 0, 1][index],
      sev2: [2, 1, 3, 1, 0, 2, 2, 1, 4, 2, 1, 0][index],
      sev3: [4, 3, 5, 2, 6, 3, 2, 4, 3, 1, 5, 2][index],
      sev4: [1, 0, 2, 1, 0, 3, 1, 0, 0, 2, 1, 0][index],
      sev5: [0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0][index],
    },
    timeToMitigate: hours(5, 2 + (index % 4), 9 + (index % 5)),
    timeToClose: index === 3 ? { count: 0 } : hours(4, 60, 140 + 9 * index),
  })),
  incidentTeams: [
    {
      team: 'PAY',
      timeToMitigate: hours(21, 2, 8),
      timeToClose: hours(18, 52, 160),
    },
    {
      team: 'INC',
      timeToMitigate: hours(9, 5, 26),
      timeToClose: hours(7, 90, 300),
    },
  ],
  incidentComponents: [
    {
      entityRef: 'component:default/checkout',
      timeToMitigate: hours(14, 1.5, 6),
      timeToClose: hours(12, 48, 130),
    },
    {
      entityRef: 'component:payments/ledger-reconciliation',
      timeToMitigate: hours(6, 4, 19),
      timeToClose: hours(5, 100, 260),
    },
  ],
};

/** The same with nothing in it. */
export const noStatistics: Statistics = {
  incidents: { total: 0, open: 0 },
  actionItems: { open: 0, overdue: 0 },
  weeks: statistics.weeks.map(({ from }) => ({ from, opened: 0, closed: 0 })),
  openItemAges: statistics.openItemAges.map(age => ({ ...age, count: 0 })),
  completionTimes: statistics.completionTimes.map(({ severity }) => ({
    severity,
    completed: 0,
  })),
  incidentWeeks: statistics.incidentWeeks.map(({ from }) => ({
    from,
    opened: { sev1: 0, sev2: 0, sev3: 0, sev4: 0, sev5: 0 },
    timeToMitigate: { count: 0 },
    timeToClose: { count: 0 },
  })),
  incidentTeams: [],
  incidentComponents: [],
};
