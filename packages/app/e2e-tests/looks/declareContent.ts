import { expect } from '@playwright/test';
import { declareWith } from '../support/declareWith';
import { Incidents } from '../support/Incidents';
import { Linear } from '../support/Linear';

/** References of the declared incidents. */
export type Content = {
  /** It contains every element that the pages can show. */
  colourful: string;
  private: string;
  /** Linear rejected its parent issue, so it needs attention. */
  refused: string;
};

/** Declares the incidents that the pages show. */
export async function declareContent(
  incidents: Incidents,
  linear: Linear,
): Promise<Content> {
  const common = { lead: 'user:default/ada.olsen', labels: ['looks'] };
  const assignee = 'ada.olsen@example.com';
  const colourful = await declareWith({
    incidents,
    linear,
    declaration: {
      ...common,
      title: 'Looks: everything at once',
      severity: 'sev1',
      affects: ['component:default/checkout'],
      items: [
        { title: 'Late and urgent', priority: 1, dueDate: '2024-01-02' },
        { title: 'Under way', state: 'In Progress', priority: 2 },
        { title: 'Finished', state: 'Done' },
        { title: 'Given up', state: 'Canceled' },
      ].map(item => ({ assignee, ...item })),
    },
  });
  const hidden = await declareWith({
    incidents,
    linear,
    declaration: {
      ...common,
      title: 'Looks: not for everybody',
      visibility: 'private',
      items: [{ title: 'Say nothing', assignee }],
    },
  });
  await linear.break({
    kind: 'error',
    match: 'CreateIssue',
    message: 'You may not create issues here',
    type: 'forbidden',
    code: 'FORBIDDEN',
    times: 'untilCleared',
  });
  const refused = await incidents.declare({
    ...common,
    title: 'Looks: refused by Linear',
  });
  await expect
    .poll(async () => (await incidents.get(refused.ref)).parentIssue.status, {
      timeout: 30_000,
    })
    .toBe('failed');
  await linear.clearFaults();
  return {
    colourful: colourful.ref,
    private: hidden.ref,
    refused: refused.ref,
  };
}
