import { RoutingDecision, reason } from '@backstage-incidents/incidents-common';
import { RoutingSettings } from '../config';
import {
  isSameName,
  LinearCall,
  LinearGateway,
  LinearTeam,
  normalizeName,
} from '../linear';
import { PermanentError } from '../jobs';
import { fallBackToDefault } from './routing';

/** A route in Linear's own ids. */
export interface ResolvedRoute {
  /** The decision, or the default's where Linear does not have what the decision names. */
  route: RoutingDecision;
  team: LinearTeam;
  stateId: string | undefined;
  projectId: string | undefined;
  labelIds: string[];
}

type Resolution =
  | { outcome: 'resolved'; resolved: ResolvedRoute }
  | { outcome: 'refused'; because: string };

/** Finds what a route names in Linear; a name that Linear does not have falls back to the default. */
export class RouteResolver {
  readonly #linear: LinearGateway;
  readonly #settings: RoutingSettings;

  constructor(options: { linear: LinearGateway; settings: RoutingSettings }) {
    this.#linear = options.linear;
    this.#settings = options.settings;
  }

  /** @throws PermanentError when not even the default's names exist */
  async resolve(
    route: RoutingDecision,
    call: LinearCall,
  ): Promise<ResolvedRoute> {
    const asDecided = await this.#look(route, call);
    if (asDecided.outcome === 'resolved') {
      return asDecided.resolved;
    }
    if (route.rule === 'default') {
      throw new PermanentError(
        reason('noUsableRoute', {
          rule: route.rule,
          because: asDecided.because,
        }),
      );
    }
    const fallback = fallBackToDefault({
      refused: route,
      settings: this.#settings,
      because: asDecided.because,
    });
    const byDefault = await this.#look(fallback, call);
    if (byDefault.outcome === 'resolved') {
      return byDefault.resolved;
    }
    throw new PermanentError(
      reason('noUsableRoute', {
        rule: route.rule,
        because: `${asDecided.because}; default: ${byDefault.because}`,
      }),
    );
  }

  async #look(route: RoutingDecision, call: LinearCall): Promise<Resolution> {
    const team = await this.#linear.teamByKey(route.team, call);
    if (team.outcome === 'absent') {
      return refused(`Linear shows us no team ${route.team}`);
    }
    const teamId = team.value.id;
    let stateId = team.value.defaultStateId;
    if (route.state !== undefined) {
      const wanted = route.state;
      const states = await this.#linear.statesOf(teamId, call);
      const state = states.find(({ name }) => isSameName(name, wanted));
      if (!state) {
        return refused(`team ${route.team} has no state '${route.state}'`);
      }
      stateId = state.id;
    }
    let projectId: string | undefined;
    if (route.project !== undefined) {
      const project = await this.#linear.projectByName(
        route.project,
        { teamId },
        call,
      );
      if (project.outcome === 'absent') {
        return refused(`team ${route.team} has no project '${route.project}'`);
      }
      projectId = project.value.id;
    }
    const labels =
      route.labels.length === 0
        ? new Map<string, { id: string }>()
        : await this.#linear.labelsByName(route.labels, { teamId }, call);
    const labelIds: string[] = [];
    for (const label of route.labels) {
      const found = labels.get(normalizeName(label));
      if (!found) {
        return refused(`team ${route.team} has no label '${label}'`);
      }
      labelIds.push(found.id);
    }
    return {
      outcome: 'resolved',
      resolved: { route, team: team.value, stateId, projectId, labelIds },
    };
  }
}

function refused(because: string): Resolution {
  return { outcome: 'refused', because };
}
