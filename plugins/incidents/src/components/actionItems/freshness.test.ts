import { ParentIssue, SyncStatus } from '@backstage-incidents/incidents-common';
import { Freshness, freshnessOf } from './freshness';

const at = '2024-05-06T07:08:09.000Z';
const linked: ParentIssue = { status: 'linked', identifier: 'PAY-1' };
const fresh: SyncStatus = { stale: false, refreshing: false };

describe('freshnessOf', () => {
  const cases: Array<[string, ParentIssue, SyncStatus, Freshness]> = [
    ['synced', linked, { ...fresh, lastSuccessAt: at }, { kind: 'synced', at }],
    ['not yet synced', linked, fresh, { kind: 'never' }],
    [
      'refreshing',
      linked,
      { ...fresh, refreshing: true, lastSuccessAt: at },
      { kind: 'refreshing', since: at },
    ],
    [
      'not answered',
      linked,
      {
        stale: true,
        refreshing: true,
        error: {
          code: 'linearUnavailable',
          message: "Linear isn't responding",
        },
        lastSuccessAt: at,
        nextRefreshAllowedAt: at,
      },
      {
        kind: 'failing',
        since: at,
      },
    ],
    [
      'rejected credentials',
      linked,
      {
        ...fresh,
        error: {
          code: 'linearUnauthorized',
          message: "Linear rejected Backstage's credentials",
        },
      },
      { kind: 'failing', since: fresh.lastSuccessAt },
    ],
    [
      'gone from Linear',
      { status: 'missing', identifier: 'PAY-1' },
      fresh,
      { kind: 'missing' },
    ],
    ['unlinked', { status: 'missing' }, fresh, { kind: 'unlinked' }],
    ['pending', { status: 'pending' }, fresh, { kind: 'pending' }],
    ['failed', { status: 'failed' }, fresh, { kind: 'failed' }],
    [
      'not configured',
      { status: 'notConfigured' },
      fresh,
      { kind: 'notConfigured' },
    ],
  ];

  it.each(cases)('knows %s', (_, parentIssue, sync, freshness) => {
    expect(freshnessOf({ parentIssue, sync })).toEqual(freshness);
  });
});
