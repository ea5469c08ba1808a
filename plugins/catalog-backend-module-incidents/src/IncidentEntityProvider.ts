import { isDeepStrictEqual } from 'node:util';
import {
  AuthService,
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { isError, ResponseError, stringifyError } from '@backstage/errors';
import {
  CatalogService,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventParams, EventsService } from '@backstage/plugin-events-node';
import {
  Incident,
  INCIDENT_KIND,
  incidentEntityRef,
  IncidentFilters,
  INCIDENTS_EVENTS_TOPIC,
  ServiceIncident,
  ServiceIncidentPage,
} from '@backstage-incidents/incidents-common';
import {
  changedIncidentRef,
  IncidentsService,
  IncidentsServiceReadOptions,
  readAllIncidents,
} from '@backstage-incidents/incidents-node';
import {
  ExponentialBackoff,
  handleAll,
  IBackoffFactory,
  retry,
  RetryPolicy,
} from 'cockatiel';
import { EntityFields, toIncidentEntity } from './toIncidentEntity';

const PROVIDER_NAME = 'IncidentEntityProvider';
const REFRESH_TASK_ID = 'incident-entity-provider-refresh';
const CATCH_UP_TASK_ID = 'incident-entity-provider-catch-up';
const CATCH_UP_SCHEDULE = {
  frequency: { seconds: 20 },
  timeout: { minutes: 4 },
};
const READ_ALL_TIMEOUT_MS = 60_000;
const READ_ONE_TIMEOUT_MS = 10_000;
const EDITS_PER_PAGE = 50;
const OPEN_STATUSES = ['active', 'mitigated', 'postmortem'] as const;

/** Dependencies of an {@link IncidentEntityProvider}. */
export interface IncidentEntityProviderOptions {
  incidents: IncidentsService;
  auth: AuthService;
  catalog: CatalogService;
  events: EventsService;
  logger: LoggerService;
  scheduler: SchedulerService;
  schedule: SchedulerServiceTaskScheduleDefinition;
  /** What the catalog shows of public incidents. */
  show: EntityFields;
  /** How long a closed public incident stays in the catalog, in milliseconds. */
  keepClosedMs: number;
  now?: () => Date;
  /** Waits between attempts to reach the incidents API, in milliseconds. */
  backoff?: IBackoffFactory<unknown>;
}

/**
 * Keeps incidents in the catalog up to date, by what changed: one at a time as
 * events announce it, and what events lost by reading the last edits and
 * comparing numbers. Everything is read at start and daily only.
 */
export class IncidentEntityProvider implements EntityProvider {
  readonly #options: IncidentEntityProviderOptions;
  readonly #refreshRetry: RetryPolicy;
  readonly #updateRetry: RetryPolicy;
  readonly #awaitingUpdate = new Set<string>();
  /** When the incidents of the last catch-up were last edited, by reference. */
  #lastEdits: ReadonlyMap<string, string> = new Map();
  #mismatch: Mismatch | undefined;
  #refreshedFor: Mismatch | undefined;
  #lastWork: Promise<unknown> = Promise.resolve();

  private constructor(options: IncidentEntityProviderOptions) {
    const backoff =
      options.backoff ??
      new ExponentialBackoff({ initialDelay: 500, maxDelay: 15_000 });
    this.#options = options;
    // The incidents plugin may start later than the catalog, or elsewhere.
    this.#refreshRetry = retry(handleAll, { maxAttempts: 12, backoff });
    this.#updateRetry = retry(handleAll, { maxAttempts: 3, backoff });
    this.#refreshRetry.onRetry(({ attempt, delay }) =>
      options.logger.debug(
        `Incidents could not be read; attempt ${attempt + 1} in ${delay} ms`,
      ),
    );
  }

  static create(options: IncidentEntityProviderOptions) {
    return new IncidentEntityProvider(options);
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    const { events, logger, scheduler, schedule } = this.#options;
    await events.subscribe({
      id: PROVIDER_NAME,
      topics: [INCIDENTS_EVENTS_TOPIC],
      // Publishers wait for their subscribers: an incident is declared without
      // waiting for the catalog.
      onEvent: async event => {
        this.#onEvent(connection, event);
      },
    });
    await scheduler.scheduleTask({
      ...schedule,
      id: REFRESH_TASK_ID,
      fn: signal => this.#refresh(connection, signal),
    });
    await scheduler.scheduleTask({
      ...CATCH_UP_SCHEDULE,
      id: CATCH_UP_TASK_ID,
      fn: signal => this.#catchUp(connection, signal),
    });
    // The schedule outlives a restart, events of the downtime do not. The
    // incidents plugin may need the catalog to start, so nothing waits here.
    scheduler.triggerTask(REFRESH_TASK_ID).catch(error => {
      // ConflictError: another replica is reading already.
      if (!isError(error) || error.name !== 'ConflictError') {
        logger.warn(
          `Could not read incidents at start; the schedule will: ${stringifyError(
            error,
          )}`,
        );
      }
    });
  }

  #onEvent(connection: EntityProviderConnection, event: EventParams) {
    const { logger } = this.#options;
    let ref: string | undefined;
    try {
      ref = changedIncidentRef(event.eventPayload);
    } catch {
      logger.warn(
        `Ignored an event on topic "${INCIDENTS_EVENTS_TOPIC}": its payload must have a type and an incidentRef`,
      );
      return;
    }
    if (ref === undefined || this.#awaitingUpdate.has(ref)) {
      return;
    }
    this.#update(connection, ref).catch(error =>
      logger.warn(
        `Could not update the entity of ${ref}; the next catch-up will: ${stringifyError(
          error,
        )}`,
      ),
    );
  }

  async #update(connection: EntityProviderConnection, ref: string) {
    const { auth, incidents } = this.#options;
    this.#awaitingUpdate.add(ref);
    await this.#updateRetry.execute(() =>
      this.#alone(async () => {
        // An event that comes from here on leads to another read.
        this.#awaitingUpdate.delete(ref);
        const incident = await readIncident(incidents, ref, {
          credentials: await auth.getOwnServiceCredentials(),
          signal: AbortSignal.timeout(READ_ONE_TIMEOUT_MS),
        });
        await applyDelta(
          connection,
          incident === 'notFound'
            ? { entities: [], removed: [incidentEntityRef(ref)] }
            : await this.#toChanges([incident]),
        );
      }),
    );
  }

  async #refresh(connection: EntityProviderConnection, signal: AbortSignal) {
    await this.#refreshRetry.execute(
      () => this.#alone(() => this.#applyAll(connection, signal)),
      signal,
    );
  }

  async #catchUp(connection: EntityProviderConnection, signal: AbortSignal) {
    const totalPublic = await this.#alone(() =>
      this.#applyLastEdits(connection, signal),
    );
    await this.#refreshIfMismatched(connection, totalPublic, signal);
  }

  /**
   * Applies the public incidents that were edited since the last time, as an
   * event may have been lost. Returns the number of public incidents: those
   * that turned private are not in this list, but change the number.
   */
  async #applyLastEdits(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<number> {
    const { auth, incidents } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const edited: Incident[] = [];
    let page: ServiceIncidentPage | undefined;
    do {
      page = await incidents.listIncidentsAsService(
        {
          orderBy: '-updatedAt',
          limit: EDITS_PER_PAGE,
          ...(page?.nextCursor && { cursor: page.nextCursor }),
        },
        { credentials, signal },
      );
      edited.push(...page.items.filter(isWhole));
    } while (
      page.nextCursor !== undefined &&
      this.#lastEdits.size > 0 &&
      !edited.some(incident => this.#isKnown(incident))
    );
    await applyDelta(
      connection,
      await this.#toChanges(
        edited.filter(incident => !this.#isKnown(incident)),
      ),
    );
    this.#lastEdits = new Map(
      edited.map(({ ref, updatedAt }) => [ref, updatedAt]),
    );
    return page.totalItems;
  }

  #isKnown({ ref, updatedAt }: Incident): boolean {
    return this.#lastEdits.get(ref) === updatedAt;
  }

  /**
   * Reads everything when the catalog lacks incidents, or shows some that
   * turned private: it announces nothing that is unregistered. An incident that
   * was just declared is missing for a moment too, so only a second mismatch in
   * a row counts, and one that a refresh did not remedy does not count again.
   */
  async #refreshIfMismatched(
    connection: EntityProviderConnection,
    totalPublic: number,
    signal: AbortSignal,
  ) {
    const { auth, incidents, catalog, show } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const countIncidents = async (filters: IncidentFilters) =>
      (
        await incidents.listIncidentsAsService(
          { ...filters, limit: 1 },
          { credentials, signal },
        )
      ).totalItems;
    const countEntities = async (spec: Record<string, string | string[]>) =>
      (
        await catalog.queryEntities(
          {
            filter: { kind: INCIDENT_KIND, ...spec },
            fields: ['kind'],
            limit: 1,
          },
          { credentials },
        )
      ).totalItems;
    const [total, open, presentPrivate, present] = await Promise.all([
      countIncidents({}),
      countIncidents({ status: [...OPEN_STATUSES] }),
      countEntities({ 'spec.visibility': 'private' }),
      countEntities(
        show === 'full'
          ? { 'spec.status': [...OPEN_STATUSES] }
          : { 'spec.visibility': 'public' },
      ),
    ]);
    const isComplete =
      presentPrivate === total - totalPublic &&
      // Without a status, closed ones count too.
      (show === 'full' ? present === open : present >= open);
    const mismatch = isComplete
      ? undefined
      : { total, totalPublic, open, presentPrivate, present };
    if (
      mismatch &&
      this.#mismatch &&
      !isDeepStrictEqual(mismatch, this.#refreshedFor)
    ) {
      await this.#refresh(connection, signal);
      this.#refreshedFor = mismatch;
    }
    this.#mismatch = mismatch;
  }

  async #applyAll(connection: EntityProviderConnection, signal: AbortSignal) {
    const { auth, catalog, incidents, logger } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const reading = {
      incidents,
      credentials,
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(READ_ALL_TIMEOUT_MS),
      ]),
    };
    // Before the incidents: what is declared from here on is not removed below.
    const { items: present } = await catalog.getEntities(
      {
        filter: { kind: INCIDENT_KIND },
        fields: ['kind', 'metadata.namespace', 'metadata.name'],
      },
      { credentials },
    );
    const { entities } = await this.#toChanges(await readAllIncidents(reading));
    const kept = new Set(entities.map(entity => stringifyEntityRef(entity)));
    await applyDelta(connection, {
      entities,
      removed: present
        .map(entity => stringifyEntityRef(entity))
        .filter(entityRef => !kept.has(entityRef)),
    });

    // Another replica may have applied a change while this one was reading, even
    // a redaction; the mutation has undone that.
    const now = await this.#toChanges(await readAllIncidents(reading));
    await applyDelta(connection, {
      entities: changedSince(entities, now.entities),
      removed: now.removed.filter(entityRef => kept.has(entityRef)),
    });
    logger.debug(`Read all incidents for the catalog: ${entities.length}`);
  }

  /** What the catalog is to hold of the incidents, and what it is not to hold any more. */
  async #toChanges(incidents: readonly ServiceIncident[]): Promise<Changes> {
    const { show } = this.#options;
    const [expired, kept] = partition(incidents, incident =>
      this.#isExpired(incident),
    );
    const owners =
      show === 'full'
        ? await this.#readOwners(kept.filter(isWhole))
        : new Map<string, string[]>();
    return {
      entities: kept.map(incident =>
        toIncidentEntity(incident, {
          show,
          owner: isWhole(incident) ? soleOwner(incident, owners) : undefined,
        }),
      ),
      removed: expired.map(({ ref }) => incidentEntityRef(ref)),
    };
  }

  /** Whether it was closed long ago. Of a private one nobody may see that. */
  #isExpired(incident: ServiceIncident): boolean {
    const { keepClosedMs, now = () => new Date() } = this.#options;
    return (
      isWhole(incident) &&
      incident.closedAt !== undefined &&
      !OPEN_STATUSES.some(status => status === incident.status) &&
      Date.parse(incident.closedAt) + keepClosedMs <= now().getTime()
    );
  }

  /** Owners of everything affected, by its entity ref. */
  async #readOwners(incidents: readonly Incident[]) {
    const { auth, catalog } = this.#options;
    const entityRefs = [
      ...new Set(incidents.flatMap(({ affects }) => affects)),
    ];
    const owners = new Map<string, string[]>();
    if (entityRefs.length === 0) return owners;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields: ['relations'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for (const [index, entityRef] of entityRefs.entries()) {
      const relations = items[index]?.relations ?? [];
      owners.set(
        entityRef,
        relations
          .filter(({ type }) => type === RELATION_OWNED_BY)
          .map(({ targetRef }) => targetRef),
      );
    }
    return owners;
  }

  /** One mutation at a time: a full one must not undo a delta applied while it was being read. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lastWork.then(work);
    this.#lastWork = result.catch(() => undefined); // the caller gets the error
    return result;
  }
}

/** `notFound` only for the API's own 404, not for that of a proxy: the entity is removed then. */
async function readIncident(
  incidents: IncidentsService,
  ref: string,
  options: IncidentsServiceReadOptions,
): Promise<ServiceIncident | 'notFound'> {
  try {
    return await incidents.getIncidentAsService(ref, options);
  } catch (error) {
    if (
      error instanceof ResponseError &&
      error.statusCode === 404 &&
      error.cause.name === 'NotFoundError'
    ) {
      return 'notFound';
    }
    throw error;
  }
}

function changedSince(
  applied: readonly Entity[],
  now: readonly Entity[],
): Entity[] {
  const appliedByName = new Map(
    applied.map(entity => [entity.metadata.name, entity]),
  );
  return now.filter(
    entity =>
      !isDeepStrictEqual(entity, appliedByName.get(entity.metadata.name)),
  );
}

/** What a mutation adds or replaces, and the entity refs that it removes. */
interface Changes {
  entities: readonly Entity[];
  removed: readonly string[];
}

/** Numbers of incidents that the catalog and the incidents API do not agree on. */
interface Mismatch {
  total: number;
  totalPublic: number;
  open: number;
  presentPrivate: number;
  present: number;
}

async function applyDelta(
  connection: EntityProviderConnection,
  { entities, removed }: Changes,
) {
  if (entities.length > 0 || removed.length > 0) {
    await connection.applyMutation({
      type: 'delta',
      added: entities.map(entity => ({ entity, locationKey: PROVIDER_NAME })),
      removed: removed.map(entityRef => ({
        entityRef,
        locationKey: PROVIDER_NAME,
      })),
    });
  }
}

/** Not one of which a service sees that it exists only. */
function isWhole(incident: ServiceIncident): incident is Incident {
  return incident.visibility === 'public';
}

/** The group that owns everything affected, if it is one and the only owner. */
function soleOwner(
  { affects }: Incident,
  owners: ReadonlyMap<string, string[]>,
): string | undefined {
  const each = affects.map(entityRef => owners.get(entityRef) ?? []);
  const [owner, ...others] = new Set(each.flat());
  return owner?.startsWith('group:') &&
    others.length === 0 &&
    each.every(({ length }) => length > 0)
    ? owner
    : undefined;
}

function partition<T>(
  values: readonly T[],
  matches: (value: T) => boolean,
): [T[], T[]] {
  return [
    values.filter(value => matches(value)),
    values.filter(value => !matches(value)),
  ];
}
