import { reason } from '@backstage-incidents/incidents-common';
import type { ProbeExpectations, ProbeResult } from '../LinearGateway';

/** What Linear has, as far as the probe saw it. A truncated list proves nothing absent. */
export type ProbeFindings = {
  scopes?: string[];
  teams: { key: string; states: string[]; isTruncated: boolean }[];
  isTeamsTruncated: boolean;
  /** `teamKeys` absent: too many to tell. */
  projects: { name: string; teamKeys?: string[] }[];
  isProjectsTruncated: boolean;
  labels: { name: string; teamKey?: string }[];
  isLabelsTruncated: boolean;
};

type Fault = ProbeResult['faults'][number];

const NEEDED_SCOPES = ['read', 'write'];

/** Which configured names Linear does not have, each under its configuration key. */
export function checkExpectations(
  expected: ProbeExpectations,
  found: ProbeFindings,
): Fault[] {
  return [
    ...scopeFaults(found),
    ...teamFaults(expected, found),
    ...projectFaults(expected, found),
    ...labelFaults(expected, found),
    ...stateFaults(expected, found),
  ];
}

function scopeFaults({ scopes }: ProbeFindings): Fault[] {
  const missing = NEEDED_SCOPES.filter(scope => !scopes?.includes(scope));
  return scopes === undefined || missing.length === 0
    ? []
    : [
        {
          configKey: 'incidents.linear.auth.oauth.scopes',
          ...reason('linearScopesMissing', { missing, granted: scopes }),
        },
      ];
}

function teamFaults(
  expected: ProbeExpectations,
  found: ProbeFindings,
): Fault[] {
  if (found.isTeamsTruncated) {
    return [];
  }
  return expected.teams
    .filter(({ teamKey }) => !teamOf(found, teamKey))
    .map(({ configKey, teamKey }) => ({
      configKey,
      ...reason('linearTeamNotFound', { team: teamKey }),
    }));
}

function projectFaults(
  expected: ProbeExpectations,
  found: ProbeFindings,
): Fault[] {
  if (found.isProjectsTruncated) {
    return [];
  }
  return expected.projects.flatMap(({ configKey, name, teamKey }) => {
    const named = found.projects.filter(project => same(project.name, name));
    if (named.length === 0) {
      return [
        { configKey, ...reason('linearProjectNotFound', { project: name }) },
      ];
    }
    const isInTeam =
      teamKey === undefined ||
      named.some(
        ({ teamKeys }) =>
          teamKeys === undefined || teamKeys.some(key => same(key, teamKey)),
      );
    return isInTeam
      ? []
      : [
          {
            configKey,
            ...reason('linearProjectOfOtherTeam', {
              project: name,
              team: teamKey,
            }),
          },
        ];
  });
}

function labelFaults(
  expected: ProbeExpectations,
  found: ProbeFindings,
): Fault[] {
  if (found.isLabelsTruncated) {
    return [];
  }
  return expected.labels
    .filter(
      ({ name, teamKey }) =>
        !found.labels.some(
          label =>
            same(label.name, name) &&
            (label.teamKey === undefined ||
              (teamKey !== undefined && same(label.teamKey, teamKey))),
        ),
    )
    .map(({ configKey, name, teamKey }) => ({
      configKey,
      ...reason('linearLabelNotFound', { label: name, team: teamKey }),
    }));
}

function stateFaults(
  expected: ProbeExpectations,
  found: ProbeFindings,
): Fault[] {
  return expected.states.flatMap(({ configKey, name, teamKey }) => {
    const teams =
      teamKey === undefined
        ? found.teams.filter(
            team => !hasOwnState(expected, team.key, lastPart(configKey)),
          )
        : found.teams.filter(team => same(team.key, teamKey));
    return teams
      .filter(
        team =>
          !team.isTruncated && !team.states.some(state => same(state, name)),
      )
      .map(team => ({
        configKey,
        ...reason('linearStateNotFound', {
          state: name,
          team: team.key,
          states: team.states,
        }),
      }));
  });
}

function hasOwnState(
  expected: ProbeExpectations,
  teamKey: string,
  role: string,
): boolean {
  return expected.states.some(
    state =>
      state.teamKey !== undefined &&
      same(state.teamKey, teamKey) &&
      lastPart(state.configKey) === role,
  );
}

function teamOf(found: ProbeFindings, teamKey: string) {
  return found.teams.find(team => same(team.key, teamKey));
}

function lastPart(configKey: string): string {
  return configKey.slice(configKey.lastIndexOf('.') + 1);
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
