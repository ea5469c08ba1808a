import { Incident } from '@backstage-incidents/incidents-common';
import { RequestHandler } from 'msw';
import {
  actionItem,
  actionItems,
  fromNow,
  incident,
  states,
} from '../src/__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../src/__testUtils__/handlers';
import { troubledStatus } from '../src/__testUtils__/linearStatus';

const MINUTE = 60_000;

/** One state of a card, under an incident of its own. */
export interface GalleryState {
  name: string;
  ref: string;
  answer: Answer;
}

const never: Answer = () => new Promise<Response>(() => {});

const answers: Record<string, Answer> = {
  Fresh: actionItems(),
  Loading: never,
  'No action items yet': actionItems({ items: [] }),
  Refreshing: actionItems({
    sync: {
      lastSuccessAt: fromNow(-14 * MINUTE),
      stale: true,
      refreshing: true,
    },
  }),
  'Linear does not answer': actionItems({
    sync: {
      lastSuccessAt: fromNow(-42 * MINUTE),
      lastAttemptAt: fromNow(-MINUTE),
      error: 'Linear did not answer within 10 s.',
      stale: true,
      refreshing: false,
      nextRefreshAllowedAt: fromNow(30_000),
    },
  }),
  'Parent issue pending': actionItems({
    items: [],
    parentIssue: { status: 'pending', reason: 'Linear cannot be reached.' },
    sync: { stale: true, refreshing: false },
  }),
  'Parent issue missing': actionItems({
    parentIssue: {
      status: 'missing',
      identifier: 'PAY-214',
      reason: 'The issue was moved to the trash.',
    },
  }),
  'Parent issue failed': actionItems({
    items: [],
    parentIssue: {
      status: 'failed',
      reason: 'Linear knows no team with the key PAYX.',
    },
    sync: { stale: true, refreshing: false },
  }),
  'Not configured': actionItems({
    items: [],
    parentIssue: { status: 'notConfigured' },
    sync: { stale: false, refreshing: false },
  }),
  'All done': actionItems({
    items: [
      actionItem({
        identifier: 'PAY-215',
        title: 'Write the customer notice',
        status: 'done',
      }),
      actionItem({
        identifier: 'PAY-216',
        title: 'Roll back the ledger migration',
        status: 'done',
      }),
    ],
    parentIssue: {
      status: 'linked',
      identifier: 'PAY-214',
      url: 'https://linear.app/acme/issue/PAY-214',
      state: states.done,
      reason: 'Completed: all 2 counted action items are closed.',
    },
  }),
  '500 items': actionItems({
    items: Array.from({ length: 500 }, (_, index) =>
      actionItem({
        identifier: `PAY-${index + 1}`,
        title: `Check replica ${
          index + 1
        } of the ledger for rows written twice`,
        priority: index % 7 === 0 ? 'urgent' : 'low',
        overdue: index % 11 === 0,
        dueAt: fromNow(
          (index % 11 === 0 ? -1 : 1) * (index + 30) * 60 * MINUTE,
        ),
      }),
    ),
  }),
  'Not found': errorAnswer(404, 'NotFoundError', 'No such incident'),
  Forbidden: errorAnswer(403, 'NotAllowedError', 'Unauthorized'),
  Broken: errorAnswer(500, 'Error', 'The database does not answer'),
};

/** Every state of the action items card. */
export const actionItemsStates: GalleryState[] = Object.entries(answers).map(
  ([name, answer], index) => ({ name, ref: `INC-${100 + index}`, answer }),
);

/** Every state of the overview card. */
export const overviewStates: GalleryState[] = [
  { name: 'Mitigated', ref: 'INC-42', answer: incident() },
  {
    name: 'Active and private',
    ref: 'INC-43',
    answer: incident({
      ref: 'INC-43',
      status: 'active',
      visibility: 'private',
      lead: undefined,
      mitigatedAt: undefined,
      labels: [],
      links: [],
    }),
  },
  {
    name: 'Done',
    ref: 'INC-44',
    answer: incident({
      ref: 'INC-44',
      severity: 'sev3',
      status: 'done',
      closedAt: fromNow(-2 * 60 * MINUTE),
    }),
  },
  { name: 'Loading', ref: 'INC-45', answer: never },
  {
    name: 'Not found',
    ref: 'INC-46',
    answer: errorAnswer(404, 'NotFoundError', 'No such incident'),
  },
];

const severities = ['sev1', 'sev2', 'sev3', 'sev4'] as const;
const statuses = ['active', 'mitigated', 'postmortem', 'done', 'done'] as const;

const listed: Incident[] = Array.from({ length: 60 }, (_, index) => {
  const status = statuses[index % statuses.length];
  const started = -(index * 1.7 + 0.3) * 24 * 60 * MINUTE;
  return incident({
    ref: `INC-${300 - index}`,
    title: [
      'Checkout fails for card payments',
      'Slow search after the reindex',
      'Webhooks are delivered twice',
      'Exports stop at ten thousand rows',
    ][index % 4],
    severity: severities[(index * 3) % severities.length],
    status,
    visibility: index % 9 === 2 ? 'private' : 'public',
    lead: index % 5 === 4 ? undefined : 'user:default/ada.olsen',
    startedAt: fromNow(started),
    createdAt: fromNow(started + 5 * MINUTE),
    closedAt:
      status === 'done'
        ? fromNow(started + (index % 7) * 9 * 60 * MINUTE)
        : undefined,
    progress:
      index % 6 === 5
        ? { total: 0, todo: 0, inProgress: 0, done: 0, canceled: 0, overdue: 0 }
        : {
            total: 6,
            todo: status === 'done' ? 0 : 2,
            inProgress: status === 'done' ? 0 : 1,
            done: status === 'done' ? 6 : 3,
            canceled: 0,
            overdue: status === 'active' && index % 2 === 0 ? 1 : 0,
          },
  });
});

/** A list as the server pages and filters it, as far as a gallery needs. */
function listAnswer(request: Request): Response {
  const params = new URL(request.url).searchParams;
  const among = (key: string, value: string) =>
    !params.has(key) || params.getAll(key).includes(value);
  const matching = listed.filter(
    candidate =>
      among('status', candidate.status) &&
      among('severity', candidate.severity) &&
      (params.get('overdue') !== 'true' || candidate.progress.overdue > 0) &&
      (params.get('hasOpenActionItems') !== 'true' ||
        candidate.progress.todo > 0) &&
      candidate.title
        .toLocaleLowerCase('en-US')
        .includes((params.get('q') ?? '').toLocaleLowerCase('en-US')),
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
}

/** The backend of the gallery. */
export const galleryHandlers: RequestHandler[] = handlers({
  ...Object.fromEntries(
    actionItemsStates.flatMap(({ ref, answer }) => [
      [`get /incidents/${ref}/action-items`, answer],
      [`get /incidents/${ref}`, incident({ ref })],
    ]),
  ),
  ...Object.fromEntries(
    overviewStates.map(({ ref, answer }) => [`get /incidents/${ref}`, answer]),
  ),
  'get /incidents': listAnswer,
  'get /incidents/:ref/action-items': actionItems(),
  'get /linear/status': troubledStatus(),
  'post /routing/preview': {
    team: 'PAY',
    project: 'Reliability',
    labels: ['incident'],
    priority: 'urgent',
    rule: 'payments',
    reason: 'Rule payments matched: the severity is sev1.',
    passedOver: [
      { rule: 'security', because: 'it wants visibility private' },
      { rule: 'search', because: 'nothing of system search is affected' },
    ],
  },
  'post /incidents/:ref/sync': {
    outcome: 'synced',
    stats: { added: 1, changed: 2, removed: 0, unchanged: 5, requests: 1 },
    sync: actionItems().sync,
  },
});
