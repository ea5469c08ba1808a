import { Statistics } from '@backstage-incidents/incidents-common';

/** How many were opened and closed in all of the weeks. */
export function sumOfWeeks(weeks: Statistics['weeks']): {
  opened: number;
  closed: number;
} {
  return weeks.reduce(
    (sum, week) => ({
      opened: sum.opened + week.opened,
      closed: sum.closed + week.closed,
    }),
    { opened: 0, closed: 0 },
  );
}
