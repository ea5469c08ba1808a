import {
  DoctorReport,
  reason,
  Reason,
} from '@backstage-incidents/incidents-common';
import { ConfigFault } from '../config';
import { LinearFailure, ProbeExpectation, ProbeResult } from '../linear';

/** The oldest PostgreSQL that the tests run on. */
const OLDEST_POSTGRES = 14;
/** Tokens and claims tolerate a difference of seconds. */
const MAX_CLOCK_SECONDS = 60;
/** A due job that nobody claimed by then means that no worker runs. */
export const OVERDUE_MINUTES = 5;
export const FRONTEND_DAYS = 7;

/** What was found, for the checks to judge. */
export interface DoctorFacts {
  config: { faults: readonly ConfigFault[]; operators: readonly string[] };
  linear:
    | { kind: 'notConfigured' }
    | { kind: 'failed'; failure: LinearFailure }
    | {
        kind: 'responded';
        probe: ProbeResult;
        expected: readonly ProbeExpectation[];
        /** How far Backstage's clock is ahead of Linear's; absent where Linear's response has no date. */
        clockAheadSeconds: number | undefined;
        webhooks: {
          configured: boolean;
          lastReceivedAt?: string;
          silent: boolean;
          /** Host of `backend.baseUrl`, where Linear cannot reach it. */
          unreachableHost: string | undefined;
        };
        /** Since the last complete update check began, or since the start of this process. */
        lagMinutes: number;
        maxLagMinutes: number;
      };
  database: {
    engine: 'PostgreSQL' | 'SQLite';
    version: string;
    pendingMigrations: string[];
    clockAheadSeconds: number;
  };
  jobs: { overdue: number; escalated: number };
  permissionsEnabled: boolean;
  catalog: 'known' | 'unknown' | 'unavailable';
  scaffolder: { missingActions: string[] } | 'unavailable';
  /** When somebody last used incidents in the last {@link FRONTEND_DAYS} days. */
  lastUserAt: Date | undefined;
}

/** One thing that a check found. */
export type Finding = DoctorReport['checks'][number];
type CheckId = Finding['check'];
/** A finding without the name of its check. */
type Result = { status: Finding['status']; reason: Reason; fix?: string };
type Check = (facts: DoctorFacts) => Result[];

const pass = (why: Reason): Result => ({ status: 'pass', reason: why });
const warn = (why: Reason, fix: string): Result => ({
  status: 'warn',
  reason: why,
  fix,
});
const fail = (why: Reason, fix: string): Result => ({
  status: 'fail',
  reason: why,
  fix,
});
/** The results, or that all is well. */
const orPass = (found: Result[], why: () => Reason): Result[] =>
  found.length > 0 ? found : [pass(why())];

function reasonOf({ key: _, ...why }: ConfigFault): Reason {
  return why;
}

const fixOfFault = ({ key }: ConfigFault) =>
  `Correct ${key}, or create in Linear what it names`;

const notChecked = (cause: string) =>
  warn(
    reason('checkNotPossible', { cause }),
    'See the check of the credentials, then check again',
  );

/** A check that needs Linear's response. */
function ofLinear(
  check: (
    linear: Extract<DoctorFacts['linear'], { kind: 'responded' }>,
  ) => Result[],
): Check {
  return ({ linear }) => {
    switch (linear.kind) {
      case 'notConfigured':
        return [notChecked('linearNotConfigured')];
      case 'failed':
        return [notChecked(linear.failure.reason.code)];
      case 'responded':
        return check(linear);
      default:
        throw new Error(`Unknown state of Linear ${linear satisfies never}`);
    }
  };
}

/** A check of names that Linear should have. */
function ofNames(kinds: readonly ProbeExpectation['kind'][]): Check {
  return ofLinear(({ probe, expected }) => {
    const names = expected.filter(({ kind }) => kinds.includes(kind));
    const keys = new Set(names.map(({ key }) => key));
    const found = [...new Set(names.map(({ name }) => name))];
    return orPass(
      probe.faults
        .filter(({ key }) => keys.has(key))
        .map(fault => fail(reasonOf(fault), fixOfFault(fault))),
      () =>
        found.length > 0
          ? reason('configuredNamesFound', { names: found })
          : reason('configuredNamesNone'),
    );
  });
}

function checkCredentials({ linear }: DoctorFacts): Result[] {
  switch (linear.kind) {
    case 'notConfigured':
      return [
        warn(
          reason('linearNotConfigured'),
          'Configure incidents.linear; until then incidents have no action items',
        ),
      ];
    case 'responded': {
      const { urlKey } = linear.probe.organization;
      return [pass(reason('credentialsAccepted', { workspace: urlKey }))];
    }
    case 'failed': {
      const { failure } = linear;
      switch (failure.class) {
        case 'unauthorized':
          return [
            fail(
              failure.reason,
              'Renew incidents.linear.auth in the configuration and restart the backend; with OAuth, enable client credentials for the app in Linear',
            ),
          ];
        case 'transient':
          return [
            fail(
              failure.reason,
              "Check incidents.linear.apiUrl and incidents.linear.tokenUrl, that the backend's network lets it connect to them, and Linear's status page",
            ),
          ];
        case 'rateLimited':
          return [
            warn(
              failure.reason,
              'Wait until the limit resets; if it happens often, give Backstage credentials of its own',
            ),
          ];
        case 'permanent':
          return [
            fail(
              failure.reason,
              'Give the credentials in incidents.linear.auth access to the workspace and its teams',
            ),
          ];
        default:
          throw new Error(`Unknown failure ${failure satisfies never}`);
      }
    }
    default:
      throw new Error(`Unknown state of Linear ${linear satisfies never}`);
  }
}

function checkDatabase({ database }: DoctorFacts): Result[] {
  const { engine, version, pendingMigrations } = database;
  const found: Result[] = [];
  if (pendingMigrations.length > 0) {
    found.push(
      fail(
        reason('migrationsPending', { migrations: pendingMigrations }),
        'Restart the backend without backend.database.skipMigrations, as a database role that may create tables',
      ),
    );
  }
  if (engine === 'PostgreSQL' && Number.parseInt(version, 10) < OLDEST_POSTGRES)
    found.push(
      warn(
        reason('databaseTooOld', { version, oldest: OLDEST_POSTGRES }),
        `Upgrade PostgreSQL to ${OLDEST_POSTGRES} or later`,
      ),
    );
  return orPass(found, () => reason('databaseReady', { engine, version }));
}

function checkClock({ database, linear }: DoctorFacts): Result[] {
  const clocks = [
    { than: 'the database', ahead: database.clockAheadSeconds },
    {
      than: 'Linear',
      ahead: linear.kind === 'responded' ? linear.clockAheadSeconds ?? 0 : 0,
    },
  ];
  return orPass(
    clocks
      .filter(({ ahead }) => Math.abs(ahead) > MAX_CLOCK_SECONDS)
      .map(({ than, ahead }) =>
        fail(
          reason('clockDiffers', { than, seconds: Math.round(ahead) }),
          'Synchronize the clock of the machine that runs the backend, for example with NTP; if all replicas report it, that of the database',
        ),
      ),
    () => reason('clocksAgree'),
  );
}

function checkJobs({ jobs, linear }: DoctorFacts): Result[] {
  const { overdue, escalated } = jobs;
  const found: Result[] = [];
  if (overdue > 0) {
    found.push(
      fail(
        reason('jobsOverdue', { count: overdue, minutes: OVERDUE_MINUTES }),
        "Check that the scheduler's task incidents-jobs runs on every replica, and the backend log for errors",
      ),
    );
  }
  if (linear.kind === 'responded' && linear.lagMinutes > linear.maxLagMinutes) {
    found.push(
      fail(
        reason('updateCheckLate', { minutes: Math.round(linear.lagMinutes) }),
        "Check that the scheduler's task incidents-delta runs, and what the operations page says about the update check",
      ),
    );
  }
  if (escalated > 0) {
    found.push(
      warn(
        reason('jobsEscalated', { count: escalated }),
        'Open the operations page, fix what each job names, and retry it there',
      ),
    );
  }
  return orPass(found, () => reason('jobsRun'));
}

function checkScaffolder({ scaffolder }: DoctorFacts): Result[] {
  const fix =
    'Add @backstage/plugin-scaffolder-backend and @backstage-incidents/scaffolder-backend-module-incidents to the backend; without them there are no templates that declare incidents';
  if (scaffolder === 'unavailable') {
    return [warn(reason('scaffolderUnavailable'), fix)];
  }
  const { missingActions } = scaffolder;
  return missingActions.length > 0
    ? [
        warn(
          reason('scaffolderActionsMissing', { actions: missingActions }),
          fix,
        ),
      ]
    : [pass(reason('scaffolderActionsFound'))];
}

function checkCatalog({ catalog }: DoctorFacts): Result[] {
  switch (catalog) {
    case 'known':
      return [pass(reason('incidentKindKnown'))];
    case 'unknown':
      return [
        fail(
          reason('incidentKindUnknown'),
          'Add @backstage-incidents/catalog-backend-module-incidents to the backend',
        ),
      ];
    case 'unavailable':
      return [
        fail(
          reason('catalogUnavailable'),
          'Check that @backstage/plugin-catalog-backend is part of the backend, that it runs, and its log',
        ),
      ];
    default:
      throw new Error(
        `Unknown state of the catalog ${catalog satisfies never}`,
      );
  }
}

/** Every check, in the order in which a reader fixes things. */
const checks: Record<CheckId, Check> = {
  config: ({ config }) => {
    const found = config.faults.map(fault =>
      warn(reasonOf(fault), fixOfFault(fault)),
    );
    if (config.operators.length === 0) {
      found.push(
        warn(
          reason('operatorsMissing'),
          'Name the people or groups who run Backstage in incidents.operators',
        ),
      );
    }
    return orPass(found, () => reason('configurationComplete'));
  },
  credentials: checkCredentials,
  scopes: ofLinear(({ probe }) =>
    orPass(
      probe.faults
        .filter(({ code }) => code === 'linearScopesMissing')
        .map(({ key, ...missing }) =>
          fail(
            missing,
            `Add them to ${key}, and allow them for the OAuth app in Linear`,
          ),
        ),
      () =>
        probe.scopes
          ? reason('scopesGranted', { granted: probe.scopes })
          : reason('scopesNotReported'),
    ),
  ),
  teams: ofNames(['team', 'project']),
  states: ofNames(['state']),
  labels: ofNames(['label']),
  webhook: ofLinear(({ webhooks }) => {
    const { configured, lastReceivedAt, silent, unreachableHost } = webhooks;
    if (!configured) {
      return [
        warn(
          reason('webhooksNotConfigured'),
          'Create a webhook in Linear and set incidents.linear.webhookSecrets; until then changes show up with the next update check',
        ),
      ];
    }
    const settings =
      'Check the webhook in the settings of the Linear workspace, its URL and its secret';
    if (silent) return [warn(reason('webhooksSilent'), settings)];
    if (unreachableHost !== undefined) {
      return [
        warn(
          reason('backendNotPublic', { host: unreachableHost }),
          'Let Linear reach /api/incidents/linear/webhook under a public https address',
        ),
      ];
    }
    return [
      pass(
        lastReceivedAt === undefined
          ? reason('webhooksNotReceivedYet')
          : reason('webhooksReceived', { lastReceivedAt }),
      ),
    ];
  }),
  database: checkDatabase,
  clock: checkClock,
  jobs: checkJobs,
  permissions: ({ permissionsEnabled }) =>
    permissionsEnabled
      ? [pass(reason('permissionsEnabled'))]
      : [
          warn(
            reason('permissionsDisabled'),
            'Set permission.enabled to true and add a permission policy to the backend',
          ),
        ],
  catalog: checkCatalog,
  scaffolder: checkScaffolder,
  frontend: ({ lastUserAt }) =>
    lastUserAt
      ? [pass(reason('frontendSeen', { lastSeenAt: lastUserAt.toISOString() }))]
      : [
          warn(
            reason('frontendNotSeen', { days: FRONTEND_DAYS }),
            'Add @backstage-incidents/incidents to the app and open the incidents page',
          ),
        ],
};

/** Judges what was found: one entry for each thing, in a fixed order. */
export function judge(facts: DoctorFacts): Finding[] {
  return Object.entries(checks).flatMap(([check, run]) =>
    run(facts).map(({ reason: { code, message, params }, status, fix }) => ({
      check: check as CheckId,
      status,
      code,
      message,
      ...(params && { params }),
      ...(fix !== undefined && { fix }),
    })),
  );
}
