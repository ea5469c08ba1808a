import { RoutingDecision, reason } from '@backstage-incidents/incidents-common';
import { PermanentError } from '../jobs';
import {
  isSameName,
  LinearCall,
  LinearGateway,
  LinearTeam,
  normalizeName,
} from '../linear';
import { ParentIssueDeps } from './deps';
import { fallBackToDefault, MissingTarget } from './routing';

/** A route in Linear's own ids. */
interface ResolvedRoute {
  /** The decision, or the default's where Linear does not have what the decision names. */
  route: RoutingDecision;
  team: LinearTeam;
  stateId: string | undefined;
  projectId: string | undefined;
  labelIds: string[];
}

/**
 * Finds in Linear what a route names; where Linear does not have it, the default
 * applies.
 *
 * @throws PermanentError when Linear does not even have what the default names
 */
export async function resolveRoute(
  deps: ParentIssueDeps,
  route: RoutingDecision,
  call: LinearCall,
): Promise<ResolvedRoute> {
  const found = await lookUp(deps.linear, route, call);
  if ('route' in found) {
    return found;
  }
  const missing = { ...found, team: route.team };
  if (route.rule === 'default') {
    throw new PermanentError(reason('noUsableRoute', missing));
  }
  const settings = deps.linearSettings.routing;
  return resolveRoute(
    deps,
    fallBackToDefault({ unusable: route, settings, missing }),
    call,
  );
}

/** @returns the route, or what of it Linear does not have: nothing is said of it if that is the team itself */
async function lookUp(
  linear: LinearGateway,
  route: RoutingDecision,
  call: LinearCall,
): Promise<ResolvedRoute | Omit<MissingTarget, 'team'>> {
  const team = await linear.teamByKey(route.team, call);
  if (team.outcome === 'absent') {
    return {};
  }
  const teamId = team.value.id;
  let stateId = team.value.defaultStateId;
  if (route.state !== undefined) {
    const wanted = route.state;
    const states = await linear.statesOf(teamId, call);
    const state = states.find(({ name }) => isSameName(name, wanted));
    if (!state) {
      return { missing: 'state', name: wanted };
    }
    stateId = state.id;
  }
  let projectId: string | undefined;
  if (route.project !== undefined) {
    const project = await linear.projectByName(route.project, { teamId }, call);
    if (project.outcome === 'absent') {
      return { missing: 'project', name: route.project };
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
      return { missing: 'label', name: label };
    }
    labelIds.push(found.id);
  }
  return { route, team: team.value, stateId, projectId, labelIds };
}
