const list = (values: string[]) => values.join(', ') || 'none';

/** Configuration problems that only Linear can reveal, or that do not stop the plugin. */
export const configReasons = {
  linearTeamNotFound: ({ team }: { team: string }) =>
    `Linear team ${team} not found or not accessible; add the app to a private team`,
  linearScopesMissing: ({
    missing,
    granted,
  }: {
    missing: string[];
    granted: string[];
  }) => `Linear did not grant ${list(missing)}; granted: ${list(granted)}`,
  linearProjectNotFound: ({ project }: { project: string }) =>
    `Linear project '${project}' not found or not accessible`,
  linearProjectOfOtherTeam: ({
    project,
    team,
  }: {
    project: string;
    team: string;
  }) =>
    `Linear project '${project}' does not belong to team ${team}; add the team to it or name another project`,
  linearLabelNotFound: ({ label, team }: { label: string; team?: string }) =>
    team
      ? `Neither Linear team ${team} nor the workspace has a label '${label}'`
      : `The Linear workspace has no label '${label}'`,
  linearStateNotFound: ({
    state,
    team,
    states,
  }: {
    state: string;
    team: string;
    states: string[];
  }) => `Linear team ${team} has no state '${state}'; it has: ${list(states)}`,
  routingRuleShadowed: ({ rule, earlier }: { rule: string; earlier: string }) =>
    `Rule '${rule}' can never match, because the earlier rule '${earlier}' matches everything that it matches; put the narrower rule first`,
  routingRuleWithoutCondition: ({ rule }: { rule: string }) =>
    `Rule '${rule}' has no condition, so it matches every incident and the default is never used; give it a condition or make it the default`,
  routingRuleKindsDiffer: ({
    rule,
    kinds,
  }: {
    rule: string;
    kinds: string[];
  }) =>
    `Rule '${rule}' can never match, because none of its refs is of kind ${list(
      kinds,
    )}`,
  routingRuleKindWithout: ({
    rule,
    kinds,
    property,
  }: {
    rule: string;
    kinds: string[];
    property: string;
  }) =>
    `Rule '${rule}' can never match, because no entity of kind ${list(
      kinds,
    )} has a ${property}`,
} as const;
