import { isDeepStrictEqual } from 'node:util';
import {
  AuthService,
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { isError, ResponseError, stringifyError } from '@backstage/errors';
import {
  CatalogService,
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventParams, EventsService } from '@backstage/plugin-events-node';
import {
  INCIDENT_KIND,
  incidentEntityRef,
  INCIDENTS_EVENTS_TOPIC,
  ServiceIncident,
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
const TASK_ID = 'incident-entity-provider-refresh';
const MISSING_TASK_ID = 'incident-entity-provider-missing';
const MISSING_SCHEDULE = {
  frequency: { seconds: 20 },
  timeout: { minutes: 4 },
};
const READ_ALL_TIMEOUT_MS = 60_000;
const READ_ONE_TIMEOUT_MS = 10_000;

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
  /** Waits between attempts to reach the incidents API, in milliseconds. */
  backoff?: IBackoffFactory<unknown>;
}

/**
 * Keeps incidents in the catalog up to date: one at a time as events announce
 * changes, all of them at start and on a schedule, since events may be lost.
 */
export class IncidentEntityProvider implements EntityProvider {
  readonly #options: IncidentEntityProviderOptions;
  readonly #refreshRetry: RetryPolicy;
  readonly #updateRetry: RetryPolicy;
  readonly #awaitingUpdate = new Set<string>();
  readonly #toEntity: (incident: ServiceIncident) => Entity;
  #wereMissing = false;
  #lastWork: Promise<unknown> = Promise.resolve();

  private constructor(options: IncidentEntityProviderOptions) {
    const backoff =
      options.backoff ??
      new ExponentialBackoff({ initialDelay: 500, maxDelay: 15_000 });
    this.#options = options;
    this.#toEntity = incident => toIncidentEntity(incident, options.show);
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
      id: TASK_ID,
      fn: signal => this.#refresh(connection, signal),
    });
    await scheduler.scheduleTask({
      ...MISSING_SCHEDULE,
      id: MISSING_TASK_ID,
      fn: signal => this.#restoreMissing(connection, signal),
    });
    // The schedule outlives a restart, events of the downtime do not. The
    // incidents plugin may need the catalog to start, so nothing waits here.
    scheduler.triggerTask(TASK_ID).catch(error => {
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
        `Could not update the entity of ${ref}; the next scheduled read will: ${stringifyError(
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
        await (incident === 'notFound'
          ? connection.applyMutation({
              type: 'delta',
              added: [],
              removed: [
                {
                  entityRef: incidentEntityRef(ref),
                  locationKey: PROVIDER_NAME,
                },
              ],
            })
          : applyDelta(connection, [this.#toEntity(incident)]));
      }),
    );
  }

  async #refresh(connection: EntityProviderConnection, signal: AbortSignal) {
    await this.#refreshRetry.execute(
      () => this.#alone(() => this.#replaceAll(connection, signal)),
      signal,
    );
  }

  /**
   * Publishes again what was unregistered from the catalog, which announces no
   * such thing. An incident that was just declared is missing for a moment too,
   * so only what is missing twice in a row counts.
   */
  async #restoreMissing(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ) {
    const { auth, catalog, incidents } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const [expected, present] = await Promise.all([
      incidents.listIncidentsAsService({ limit: 1 }, { credentials, signal }),
      catalog.queryEntities(
        { filter: { kind: INCIDENT_KIND }, fields: ['kind'], limit: 1 },
        { credentials },
      ),
    ]);
    const areMissing = present.totalItems < expected.totalItems;
    if (areMissing && this.#wereMissing) {
      await this.#refresh(connection, signal);
    }
    this.#wereMissing = areMissing;
  }

  async #replaceAll(connection: EntityProviderConnection, signal: AbortSignal) {
    const { auth, incidents, logger } = this.#options;
    const reading = {
      incidents,
      credentials: await auth.getOwnServiceCredentials(),
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(READ_ALL_TIMEOUT_MS),
      ]),
    };
    const entities = (await readAllIncidents(reading)).map(this.#toEntity);
    await connection.applyMutation({
      type: 'full',
      entities: entities.map(deferred),
    });

    // Another replica may have applied a change while this one was reading, even
    // a redaction; the full mutation has undone that.
    const now = (await readAllIncidents(reading)).map(this.#toEntity);
    await applyDelta(connection, changedSince(entities, now));
    logger.debug(`Replaced all incidents in the catalog: ${entities.length}`);
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

function changedSince(applied: Entity[], now: Entity[]): Entity[] {
  const appliedByName = new Map(
    applied.map(entity => [entity.metadata.name, entity]),
  );
  return now.filter(
    entity =>
      !isDeepStrictEqual(entity, appliedByName.get(entity.metadata.name)),
  );
}

async function applyDelta(
  connection: EntityProviderConnection,
  entities: Entity[],
) {
  if (entities.length > 0) {
    await connection.applyMutation({
      type: 'delta',
      added: entities.map(deferred),
      removed: [],
    });
  }
}

function deferred(entity: Entity): DeferredEntity {
  return { entity, locationKey: PROVIDER_NAME };
}
