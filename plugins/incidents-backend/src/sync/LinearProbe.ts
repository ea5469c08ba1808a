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
export class LinearProbe {
  readonly #linear: LinearGateway;
  readonly #expectations: readonly ProbeExpectation[];
  readonly #teams: LinearTeams;
  readonly #logger: LoggerService;
  #result: ProbeResult | undefined;
  #hasFailed = false;
  #lastLogged = '';

  constructor(options: {
    linear: LinearGateway;
    settings: ConfiguredLinearSettings;
    teams: LinearTeams;
    logger: LoggerService;
  }) {
    this.#linear = options.linear;
    this.#teams = options.teams;
    this.#expectations = expectationsOf(options.settings);
    this.#logger = options.logger;
  }

  /** What Linear responded last; absent before the first time. */
  get result(): ProbeResult | undefined {
    return this.#result;
  }

  /** Whether the last reading failed and none is under way. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Our app user, whose webhooks are echoes. A person's API key acts as the person, whose edits are news. */
  get ownActorId(): string | undefined {
    const actor = this.#result?.actor;
    return actor?.app ? actor.id : undefined;
  }

  get configFaults(): ConfigFault[] {
    return this.#result?.faults ?? [];
  }

  /** Never throws; what is wrong is logged when it changes. */
  async run(call: LinearCall): Promise<void> {
    try {
      await this.read(call);
    } catch (error) {
      if (call.signal?.aborted) {
        return;
      }
      const what = isLinearError(error) ? error.message : 'unexpected error';
      this.#logOnce(
        `Couldn't check the configuration against Linear; it will be tried again: ${what}`,
      );
      return;
    }
  }

  /** As `run`, for callers that repeat it: @throws the gateway's errors */
  async read(call: LinearCall): Promise<void> {
    this.#hasFailed = false;
    try {
      this.#result = await this.#linear.probe(
        this.#expectations,
        await this.#teams.listToRead(MOST_TEAMS),
        call,
      );
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
    const { actor, organization } = this.#result;
    const faults = this.configFaults;
    if (faults.length === 0) {
      this.#logOnce(
        `Connected to Linear workspace ${organization.urlKey}${
          actor.app ? ' as an app' : ' with a personal API key'
        }`,
        'info',
      );
      return;
    }
    this.#logOnce(
      faults.map(({ key, message }) => `${key}: ${message}`).join('; '),
    );
  }

  #logOnce(message: string, level: 'info' | 'warn' = 'warn'): void {
    if (message !== this.#lastLogged) {
      this.#lastLogged = message;
      this.#logger[level](message);
    }
  }
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
