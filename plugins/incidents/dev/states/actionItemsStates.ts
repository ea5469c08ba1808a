import { ActionItems, reason } from '@backstage-incidents/incidents-common';
import {
  actionItem,
  actionItems,
  fromNow,
  incident,
  sampleItems,
  states,
} from '../../src/__testUtils__/fixtures';
import { entity } from '../../src/__testUtils__/entities';
import { Answer } from '../../src/__testUtils__/handlers';
import { GalleryState } from '../GalleryState';
import { DAY, failures, HOUR, MINUTE, never, SECOND } from './common';

/** A state of the card of INC-42. */
export function actionItemsState(
  name: string,
  answer: Answer,
  more: Partial<GalleryState> = {},
): GalleryState {
  return {
    name,
    entity: entity('Incident', 'inc-42'),
    ...more,
    routes: {
      'get /incidents/:ref/action-items': answer,
      'get /incidents/:ref': incident(),
      'post /incidents/:ref/sync': {
        outcome: 'synced',
        stats: { added: 1, changed: 2, removed: 0, unchanged: 5, requests: 1 },
        sync: actionItems().sync,
      },
      ...more.routes,
    },
  };
}

function syncedAgo(
  milliseconds: number,
  sync: Partial<ActionItems['sync']>,
): ActionItems['sync'] {
  return {
    lastSuccessAt: fromNow(-milliseconds),
    lastAttemptAt: fromNow(-milliseconds),
    stale: true,
    refreshing: false,
    ...sync,
  };
}

const manyItems = Array.from({ length: 500 }, (_, index) => {
  const late = index % 11 === 0;
  return actionItem({
    identifier: `PAY-${index + 1}`,
    title: `Check replica ${index + 1} of the ledger for rows written twice`,
    priority: index % 7 === 0 ? 'urgent' : 'low',
    overdue: late,
    dueAt: fromNow((late ? -1 : 1) * (index + 30) * HOUR),
  });
});

const nothingLinked = { items: [], teams: [] };

/** The card in every state of freshness, of its parent issue, and of its items. */
export const actionItemsStates: GalleryState[] = [
  actionItemsState('Synced', actionItems()),
  actionItemsState('Loading', never),
  actionItemsState('Refreshing for the first time', {
    ...actionItems({ items: [] }),
    sync: { stale: true, refreshing: true },
  }),
  actionItemsState(
    'Synced a while ago and refreshing',
    actionItems({ sync: syncedAgo(14 * MINUTE, { refreshing: true }) }),
  ),
  actionItemsState(
    'Never synced',
    actionItems({ items: [], sync: { stale: true, refreshing: false } }),
  ),
  actionItemsState(
    'Linear does not answer',
    actionItems({
      sync: syncedAgo(42 * MINUTE, {
        lastAttemptAt: fromNow(-MINUTE),
        error: {
          code: 'linearUnavailable',
          message: "Linear isn't responding",
        },
        nextRefreshAllowedAt: fromNow(30 * SECOND),
      }),
    }),
  ),
  actionItemsState(
    'Linear refuses our credentials',
    actionItems({
      sync: syncedAgo(3 * HOUR, {
        lastAttemptAt: fromNow(-MINUTE),
        error: {
          code: 'linearUnauthorized',
          message: "Linear rejected Backstage's credentials",
        },
      }),
    }),
  ),
  actionItemsState(
    'No action items yet',
    actionItems({ items: [], sync: actionItems().sync }),
  ),
  actionItemsState(
    'Parent issue pending',
    actionItems({
      ...nothingLinked,
      parentIssue: { status: 'pending', reason: reason('linearUnavailable') },
      sync: { stale: true, refreshing: false },
    }),
  ),
  actionItemsState(
    'Parent issue missing',
    actionItems({
      parentIssue: {
        status: 'missing',
        identifier: 'PAY-214',
        reason: reason('parentIssueMissing', { identifier: 'PAY-214' }),
      },
    }),
  ),
  actionItemsState(
    'Parent issue failed',
    actionItems({
      ...nothingLinked,
      parentIssue: {
        status: 'failed',
        reason: reason('noUsableRoute', { team: 'PAYX' }),
      },
      sync: { stale: true, refreshing: false },
    }),
  ),
  actionItemsState(
    'Linear is not configured',
    actionItems({
      ...nothingLinked,
      parentIssue: { status: 'notConfigured' },
      sync: { stale: false, refreshing: false },
    }),
  ),
  actionItemsState(
    'All done',
    actionItems({
      items: ['Write the customer notice', 'Roll back the migration'].map(
        (title, index) =>
          actionItem({
            identifier: `PAY-${215 + index}`,
            title,
            status: 'done',
          }),
      ),
      parentIssue: {
        status: 'linked',
        identifier: 'PAY-214',
        url: 'https://linear.app/acme/issue/PAY-214',
        state: states.done,
        reason: reason('allItemsClosed'),
      },
    }),
  ),
  actionItemsState(
    'With related incidents',
    actionItems({
      relatedIncidents: [
        {
          ref: 'INC-40',
          entityRef: 'incident:default/inc-40',
          title: 'Ledger replicas drift apart',
          severity: 'sev2',
          status: 'postmortem',
          visibility: 'public',
          source: 'related',
        },
      ],
    }),
  ),
  actionItemsState(
    'Long words',
    actionItems({
      items: [
        actionItem({
          identifier: 'PLATFORM-12345',
          title: `Replace ${'very'.repeat(30)}LongName and ${'say why '.repeat(
            12,
          )}`,
          assignee: { name: 'Maximiliane Featherstonehaugh-Weatherby' },
          state: { ...states.inProgress, name: 'Waiting for external review' },
          status: 'inProgress',
          priority: 'high',
          dueAt: fromNow(40 * DAY),
        }),
        ...sampleItems(),
      ],
    }),
  ),
  actionItemsState('500 items', actionItems({ items: manyItems })),
  actionItemsState('For those who may only read', actionItems(), {
    permitted: 'reading',
  }),
  actionItemsState('Private', actionItems(), {
    routes: {
      'get /incidents/:ref': incident({ visibility: 'private' }),
    },
  }),
  ...Object.entries(failures).map(([name, answer]) =>
    actionItemsState(name, answer),
  ),
];
