import { RoutingDecision, reason } from '@backstage-incidents/incidents-common';
import { RoutingSettings } from '../config';
import { PermanentError } from '../jobs';
import {
  isSameName,
  LinearCall,
  LinearGateway,
  LinearTeam,
  normalizeName,
} from '../linear';
import { fallBackToDefault, MissingTarget } from './routing';

/** A route in Linear's own ids. */
export interface ResolvedRoute {
  outcome: 'resolved';
  /** The decision, or the default's where Linear does not have what the decision names. */
  route: RoutingDecision;
  team: LinearTeam;
  stateId: string | undefined;
  projectId: string | undefined;
  labelIds: string[];
}

type Resolution = ResolvedRoute | ({ outcome: 'missing' } & MissingTarget);

/**
 * Finds in Linear what a route names; where Linear does not have it, the default
 * applies.
 *
 * @throws PermanentError when Linear does not even have what the default names
 */
export async function resolveRoute(
  deps: { linear: LinearGateway; settings: RoutingSettings },
  route: RoutingDecision,
  call: LinearCall,
): Promise<ResolvedRoute> {
  const found = await lookUp(deps.linear, route, call);
  if (found.outcome === 'resolved') {
    return found;
  }
  const { outcome: _, ...missing } = found;
  if (route.rule === 'default') {
    throw new PermanentError(reason('noUsableRoute', missing));
  }
  return resolveRoute(
    deps,
    fallBackToDefault({ unusable: route, settings: deps.settings, missing }),
    call,
  );
}

async function lookUp(
  linear: LinearGateway,
  route: RoutingDecision,
  call: LinearCall,
): Promise<Resolution> {
  const absent = (what: Omit<MissingTarget, 'team'> = {}): Resolution => ({
    outcome: 'missing',
    team: route.team,
    ...what,
  });

  const team = await linear.teamByKey(route.team, call);
  if (team.outcome === 'absent') {
    return absent();
  }
  const teamId = team.value.id;
  let stateId = team.value.defaultStateId;
  if (route.state !== undefined) {
    const wanted = route.state;
    const states = await linear.statesOf(teamId, call);
    const state = states.find(({ name }) => isSameName(name, wanted));
    if (!state) {
      return absent({ missing: 'state', name: wanted });
    }
    stateId = state.id;
  }
  let projectId: string | undefined;
  if (route.project !== undefined) {
    const project = await linear.projectByName(route.project, { teamId }, call);
    if (project.outcome === 'absent') {
      return absent({ missing: 'project', name: route.project });
    }
    projectId = project.value.id;
  }
  const labels =
    route.labels.length === 0
      ? new Map<string, { id: string }>()
      : await linear.labelsByName(route.labels, { teamId }, call);
  const labelIds: string[] = [];
  for (const label of route.labels) {
    const found = labels.get(normalizeName(label));
    if (!found) {
      return absent({ missing: 'label', name: label });
    }
    labelIds.push(found.id);
  }
  return {
    outcome: 'resolved',
    route,
    team: team.value,
    stateId,
    projectId,
    labelIds,
  };
}
