import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  doctorReportSchema,
  INCIDENT_API_VERSION,
  INCIDENT_KIND,
  INCIDENT_NAMESPACE,
  operationsReadPermission,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { isLoopback, IncidentsSettings } from '../config';
import { toDate } from '../database/columns';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { pendingMigrations } from '../database/migrate';
import { JobQueue } from '../jobs';
import { linearError, linearFailure, LinearFailure } from '../linear';
import { expectationsOf } from '../sync/LinearProbe';
import {
  DoctorFacts,
  FRONTEND_DAYS,
  judge,
  OVERDUE_MINUTES,
} from './doctorChecks';
import { OperatedLinear, Operations } from './operations';
import { respond, route, Route } from './route';

/** How long Linear, the catalog and the scaffolder may take to respond. */
const RESPONSE_MS = 15_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A late update check is one that missed several ticks, and at least this. */
const MIN_LAG_MINUTES = 10;
const TICKS_MISSED = 5;
const SCAFFOLDER_ACTIONS = [
  'incidents:incident:create',
  'incidents:actionItem:create',
];

interface DoctorDeps {
  operations: Operations;
  linear: OperatedLinear | undefined;
  settings: IncidentsSettings;
  database: IncidentsDatabase;
  jobs: JobQueue;
  config: Config;
  catalog: CatalogService;
  auth: AuthService;
  discovery: DiscoveryService;
  /** When this process began. */
  startedAt: Date;
  now: () => Date;
}

/** `GET /doctor`: checks the whole set-up. The one read that waits for Linear. */
export function doctorRoute(deps: DoctorDeps): Route {
  return route({
    method: 'get',
    path: '/doctor',
    summary: 'Check the set-up',
    description:
      'Checks configuration, credentials, what the configuration names in Linear, database, clocks, jobs, permissions, catalog, scaffolder and frontend, and says how to fix what is wrong. Sends requests to Linear, the catalog and the scaffolder.',
    permission: operationsReadPermission,
    responses: { 200: doctorReportSchema },
    async handler() {
      return respond(200, { checks: judge(await findFacts(deps)) });
    },
  });
}

const timedOut = () =>
  linearError({ kind: 'unavailable', operation: 'Probe', timedOut: true });

async function findFacts(deps: DoctorDeps): Promise<DoctorFacts> {
  const { settings, jobs, config } = deps;
  const [linear, database, overdue, { escalated }, catalog, scaffolder, user] =
    await Promise.all([
      readLinear(deps),
      readDatabase(deps),
      jobs.countOverdue(OVERDUE_MINUTES * MINUTE),
      jobs.count(),
      readCatalog(deps),
      readScaffolder(deps),
      readLastUser(deps),
    ]);
  return {
    config: { faults: settings.configFaults, operators: settings.operators },
    linear,
    database,
    jobs: { overdue, escalated },
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
    catalog,
    scaffolder,
    lastUserAt: user,
  };
}

async function readLinear(deps: DoctorDeps): Promise<DoctorFacts['linear']> {
  const { linear, operations, config, startedAt, now } = deps;
  if (!linear) return { kind: 'notConfigured' };
  const failure = await probe(linear);
  const result = linear.sync.probe.result();
  if (failure || !result) {
    return {
      kind: 'failed',
      failure: failure ?? linearFailure(timedOut()),
    };
  }
  const { webhooks, delta } = await operations.status();
  const { clockAheadMs } = linear.gateway.status();
  const lagSeconds =
    delta.lagSeconds ?? (now().getTime() - startedAt.getTime()) / 1000;
  const backendHost = new URL(config.getString('backend.baseUrl')).hostname;
  const linearHost = new URL(linear.settings.apiUrl).hostname;
  return {
    kind: 'responded',
    probe: result,
    expected: expectationsOf(linear.settings),
    clockAheadSeconds:
      clockAheadMs === undefined ? undefined : clockAheadMs / 1000,
    webhooks: {
      ...webhooks,
      unreachableHost:
        isLoopback(backendHost) && !isLoopback(linearHost)
          ? backendHost
          : undefined,
    },
    lagMinutes: lagSeconds / 60,
    maxLagMinutes: Math.max(
      MIN_LAG_MINUTES,
      (TICKS_MISSED * deps.settings.sync.frequencyMs) / MINUTE,
    ),
  };
}

/** Asks Linear now; what comes of it is in the probe's result. Why it did not succeed, or nothing. */
async function probe(
  linear: OperatedLinear,
): Promise<LinearFailure | undefined> {
  const signal = AbortSignal.timeout(RESPONSE_MS);
  try {
    await linear.sync.probe.read({ priority: 'interactive', signal });
    return undefined;
  } catch (error) {
    const failure = linearFailure(signal.aborted ? timedOut() : error);
    if (!failure) throw error;
    return failure;
  }
}

async function readDatabase({
  database,
  now,
}: DoctorDeps): Promise<DoctorFacts['database']> {
  const { knex, isPostgres } = database;
  const before = now().getTime();
  const databaseNow = (await database.now()).getTime();
  // Halfway through the query, as far as can be known.
  const ownNow = (before + now().getTime()) / 2;
  const [row]: { version: string }[] = isPostgres
    ? (await knex.raw(`select current_setting('server_version') as version`))
        .rows
    : await knex.raw('select sqlite_version() as version');
  return {
    engine: isPostgres ? 'PostgreSQL' : 'SQLite',
    version: row.version,
    pendingMigrations: await pendingMigrations(knex),
    clockAheadSeconds: (ownNow - databaseNow) / 1000,
  };
}

/** Whether the catalog accepts an incident; nothing is stored there. */
async function readCatalog({
  catalog,
  auth,
}: DoctorDeps): Promise<DoctorFacts['catalog']> {
  try {
    const { valid } = await catalog.validateEntity(
      {
        apiVersion: INCIDENT_API_VERSION,
        kind: INCIDENT_KIND,
        metadata: { name: 'doctor', namespace: INCIDENT_NAMESPACE },
        spec: { visibility: 'private' },
      },
      'url:https://backstage.invalid/doctor',
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return valid ? 'known' : 'unknown';
  } catch {
    return 'unavailable';
  }
}

const scaffolderActionsSchema = z.array(z.object({ id: z.string() }));

async function readScaffolder({
  auth,
  discovery,
}: DoctorDeps): Promise<DoctorFacts['scaffolder']> {
  try {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'scaffolder',
    });
    const baseUrl = await discovery.getBaseUrl('scaffolder');
    const response = await fetch(`${baseUrl}/v2/actions`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(RESPONSE_MS),
    });
    if (!response.ok) return 'unavailable';
    const actions = scaffolderActionsSchema.parse(await response.json());
    const ids = new Set(actions.map(({ id }) => id));
    return {
      missingActions: SCAFFOLDER_ACTIONS.filter(action => !ids.has(action)),
    };
  } catch {
    return 'unavailable';
  }
}

async function readLastUser({
  database,
  now,
}: DoctorDeps): Promise<Date | undefined> {
  const row = await database
    .knex('incident_users')
    .where('seen_at', '>=', new Date(now().getTime() - FRONTEND_DAYS * DAY))
    .max({ seenAt: 'seen_at' })
    .first();
  return row?.seenAt ? toDate(row.seenAt) : undefined;
}
