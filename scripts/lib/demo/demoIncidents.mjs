import { closedIncidents } from './closedIncidents.mjs';
import { openIncidents } from './openIncidents.mjs';

/** Marks the demo's incidents among those that people declare. */
export const DEMO_LABEL = 'demo';

const DAY = 24 * 3_600_000;

/** Linear's priorities. */
const PRIORITIES = { none: 0, urgent: 1, high: 2, medium: 3, low: 4 };

/**
 * The demo's incidents in the order in which an empty demo numbers them, the
 * latest last, with times as of the first start. A later start recognizes them
 * by title and number: change both or neither.
 *
 * @param {number} now in milliseconds since 1970
 */
export function demoIncidents(now) {
  const ago = days => new Date(now - days * DAY).toISOString();
  const maybeAgo = days => (days === undefined ? undefined : ago(days));
  return [...closedIncidents, ...openIncidents].map(
    ({ number, key, actionItems, related, relatedIncident, ...seed }) => {
      const { started, mitigated, closed, labels = [], ...draft } = seed;
      return {
        key,
        draft: {
          ...draft,
          labels: [DEMO_LABEL, ...labels],
          startedAt: ago(started),
        },
        times: { mitigatedAt: maybeAgo(mitigated), closedAt: maybeAgo(closed) },
        actionItems: actionItems.map((item, index) => ({
          id: uuid(number * 10 + index + 1),
          title: item.title,
          team: item.team,
          stateType: item.state,
          assignee: item.assignee && `${item.assignee}@example.com`,
          priority: PRIORITIES[item.priority ?? 'none'],
          dueDate:
            item.due === undefined ? undefined : ago(-item.due).slice(0, 10),
          createdAt: ago(item.opened),
          completedAt: maybeAgo(item.closed),
        })),
        relatedIssue: related && { id: uuid(number * 10), title: related },
        relatedIncident: relatedIncident && {
          id: uuid(1000 + number),
          key: relatedIncident,
        },
      };
    },
  );
}

/** The reference that an incident gets in an empty demo, such as `inc-3`. */
export function demoRef(key) {
  const keys = demoIncidents(0).map(incident => incident.key);
  return `inc-${keys.indexOf(key) + 1}`;
}

function uuid(number) {
  return `5eed0000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
