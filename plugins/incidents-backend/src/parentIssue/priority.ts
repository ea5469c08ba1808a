import {
  Priority,
  RoutingDecision,
  Severity,
} from '@backstage-incidents/incidents-common';

const PRIORITY_BY_SEVERITY: Record<Severity, Priority> = {
  sev1: 'urgent',
  sev2: 'high',
  sev3: 'medium',
  sev4: 'low',
  sev5: 'low',
};

/** Priority of the parent issue: the route's, else by severity. */
export function parentIssuePriority(options: {
  severity: Severity;
  route: Pick<RoutingDecision, 'priority'>;
}): Priority {
  return options.route.priority ?? PRIORITY_BY_SEVERITY[options.severity];
}
