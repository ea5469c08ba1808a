import { ActionItem } from '@backstage-incidents/incidents-common';

/** An open sub-issue. @public */
export function actionItemFixture(
  overrides: Partial<ActionItem> = {},
): ActionItem {
  return {
    id: '6f0d2f4e-8f0e-4c55-8a76-59d1c9a3a0b7',
    identifier: 'PAY-215',
    title: 'Raise the connection limit',
    url: 'https://linear.app/acme/issue/PAY-215',
    source: 'child',
    status: 'todo',
    state: { name: 'Todo', type: 'unstarted', color: '#e2e2e2' },
    priority: 'none',
    team: { key: 'PAY', name: 'Payments' },
    overdue: false,
    createdAt: '2026-01-02T04:00:00.000Z',
    updatedAt: '2026-01-02T04:00:00.000Z',
    archived: false,
    ...overrides,
  };
}
