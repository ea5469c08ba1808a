/** A name in a route that does not exist in Linear: the team, or something in it. */
export interface MissingTarget {
  /** Key of the team. */
  team: string;
  /** Absent: the team itself. */
  missing?: 'project' | 'label' | 'state';
  /** Name of what is missing in the team. */
  name?: string;
}

export const describeMissing = ({ team, missing, name }: MissingTarget) =>
  missing
    ? `Linear team ${team} has no ${missing} '${name}'`
    : `Linear team ${team} not found or not accessible`;

/**
 * Why routing chose a team, and why it skipped the others. `conditions` are
 * written as in the configuration: `severity: sev1, sev2`.
 */
export const routingReasons = {
  ruleMatched: ({ rule, conditions }: { rule: string; conditions: string[] }) =>
    `Rule '${rule}' matches: ${conditions.join('; ')}`,
  ruleMatchesEveryIncident: ({ rule }: { rule: string }) =>
    `Rule '${rule}' has no condition, so it matches every incident`,
  /** Those that the incident does not meet. */
  ruleNotMatched: ({ conditions }: { conditions: string[] }) =>
    `Conditions not met: ${conditions.join('; ')}`,
  noRuleMatched: () => 'No routing rule matches, so the default applies',
  noRules: () => 'There are no routing rules, so the default applies',
  annotationMatched: ({
    annotation,
    entity,
    team,
  }: {
    annotation: string;
    entity: string;
    team: string;
  }) =>
    `No routing rule matches; the annotation ${annotation} of ${entity} names team ${team}`,
  /** Several affected entities name different teams; the first counts. */
  annotationsDiffer: ({
    annotation,
    entity,
    team,
    others,
  }: {
    annotation: string;
    entity: string;
    team: string;
    others: string[];
  }) =>
    `No routing rule matches; the annotation ${annotation} of ${entity}, the first of the affected entities, names team ${team}; other teams are named by ${others.join(
      ', ',
    )}`,
  annotationAbsent: ({ annotation }: { annotation: string }) =>
    `No affected entity has the annotation ${annotation}`,
  annotationInvalid: ({
    annotation,
    entities,
  }: {
    annotation: string;
    entities: string[];
  }) =>
    `The annotation ${annotation} of ${entities.join(', ')} is not a team key`,
  /** A name in the rule does not exist in Linear, so the rule is skipped. */
  routeTargetMissing: describeMissing,
  ruleUnusable: ({ rule, ...missing }: { rule: string } & MissingTarget) =>
    `Rule '${rule}' applies, but ${describeMissing(
      missing,
    )}; so the default applies`,
  /** The rules now point to another team than the one that has the issue. */
  routeNamesOtherTeam: ({
    rule,
    team,
    identifier,
    currentTeam,
  }: {
    rule: string;
    team: string;
    identifier: string;
    currentTeam: string;
  }) =>
    `Routing rule '${rule}' now points to team ${team}; ${identifier} stays in ${currentTeam} unless you move it in Linear`,
} as const;
