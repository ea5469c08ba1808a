import { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigFault, ConfiguredLinearSettings } from '../config';
import { LinearTeams } from '../database/LinearTeams';
import {
  isLinearError,
  LinearCall,
  LinearGateway,
  ProbeExpectation,
  ProbeResult,
} from '../linear';

/** More do not fit into one request. */
const MOST_TEAMS = 60;

/**
 * Reads from Linear who we are there, whether it has everything the configuration
 * names, and for the states of the teams whose issues we show. Nothing waits for it: with Linear down the plugin runs and says so.
 */
export function createLinearProbe(deps: {
  linear: LinearGateway;
  linearSettings: ConfiguredLinearSettings;
  teams: LinearTeams;
  logger: LoggerService;
}) {
  const expectations = expectationsOf(deps.linearSettings);
  let result: ProbeResult | undefined;
  let hasFailed = false;
  let lastLogged = '';

  function configFaults(): ConfigFault[] {
    return result?.faults ?? [];
  }

  function logOnce(message: string, level: 'info' | 'warn' = 'warn'): void {
    if (message !== lastLogged) {
      lastLogged = message;
      deps.logger[level](message);
    }
  }

  /** As `run`, for callers that repeat it: @throws the gateway's errors */
  async function read(call: LinearCall): Promise<void> {
    hasFailed = false;
    try {
      const teamIds = await deps.teams.listToRead(MOST_TEAMS);
      result = await deps.linear.probe(expectations, teamIds, call);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
    const { actor, organization } = result;
    const faults = configFaults();
    if (faults.length > 0) {
      logOnce(
        faults.map(({ key, message }) => `${key}: ${message}`).join('; '),
      );
    } else {
      const as = actor.app ? 'as an app' : 'with a personal API key';
      logOnce(
        `Connected to Linear workspace ${organization.urlKey} ${as}`,
        'info',
      );
    }
  }

  return {
    /** What Linear responded last; absent before the first time. */
    result: () => result,

    configFaults,

    /** Whether the last reading failed and none is under way. */
    hasFailed: () => hasFailed,

    /** Our app user, whose webhooks are echoes. A person's API key acts as the person, whose edits are news. */
    ownActorId: () => (result?.actor.app ? result.actor.id : undefined),

    read,

    /** Never throws; what is wrong is logged when it changes. */
    async run(call: LinearCall): Promise<void> {
      try {
        await read(call);
      } catch (error) {
        if (!call.signal?.aborted) {
          const what = isLinearError(error)
            ? error.message
            : 'unexpected error';
          logOnce(
            `Couldn't check the configuration against Linear; it will be tried again: ${what}`,
          );
        }
      }
    },
  };
}

/** Everything that the configuration names in Linear, each under its full key. */
export function expectationsOf({
  linkableTeams,
  routing,
  states,
}: ConfiguredLinearSettings): ProbeExpectation[] {
  const expectations: ProbeExpectation[] = [];
  const expect = (
    key: string,
    kind: ProbeExpectation['kind'],
    name: string | undefined,
    team: string,
  ) => {
    if (name !== undefined) {
      expectations.push({ key: `incidents.linear.${key}`, kind, name, team });
    }
  };
  for (const [index, team] of linkableTeams.entries()) {
    expect(`linkableTeams[${index}]`, 'team', team, team);
  }
  const targets = [
    ...routing.rules.map(({ use }, index) => ({
      key: `routing.rules[${index}].use`,
      use,
    })),
    { key: 'routing.default', use: routing.default },
  ];
  for (const { key, use } of targets) {
    expect(`${key}.team`, 'team', use.team, use.team);
    expect(`${key}.project`, 'project', use.project, use.team);
    for (const [index, label] of use.labels.entries()) {
      expect(`${key}.labels[${index}]`, 'label', label, use.team);
    }
    expect(`${key}.state`, 'state', use.state, use.team);
  }
  for (const [team, names] of Object.entries(states.teams)) {
    for (const [phase, name] of Object.entries(names)) {
      expect(`states.teams.${team}.${phase}`, 'state', name, team);
    }
  }
  const teams = new Set([
    ...linkableTeams,
    ...targets.map(({ use }) => use.team),
    ...Object.keys(states.teams),
  ]);
  for (const [phase, name] of Object.entries(states.default)) {
    for (const team of teams) {
      const own: Record<string, string | undefined> = states.teams[team] ?? {};
      // A team's own name for the phase wins.
      if (own[phase] === undefined) {
        expect(`states.default.${phase}`, 'state', name, team);
      }
    }
  }
  return expectations;
}
