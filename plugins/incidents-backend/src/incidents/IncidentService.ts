import {
  isDatabaseConflictError,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  CreateIncident,
  ListIncidents,
  UpdateIncident,
} from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { EnqueuedJob, JobPriority } from '../jobs';
import { IncidentAnnouncer } from '../announcer';
import { IdempotencyStore, IdempotentRequest } from './IdempotencyStore';
import { draftIncident, editIncident } from './incidentChanges';
import {
  incidentNumber,
  IncidentRecord,
  incidentRef,
  isClosed,
} from './IncidentRecord';
import { IncidentStore } from './IncidentStore';
import { listIncidents } from './listIncidents';
import { IncidentQueries } from './matchingIncidents';
import { canRead, ReadScope } from './privacy';
import { AuthenticatedRequester, Requester } from './Requester';
import { requireKnownPeople } from './requireKnownPeople';

/** How incidents ask for their parent issues, without knowing Linear. */
export interface ParentIssueRequests {
  /** A parent is to be created: stores its UUID and enqueues the job, in the caller's transaction. */
  create(tx: Knex, incidentNumber: number): Promise<EnqueuedJob>;
  /** Brings the parent to the desired state, since the incident or its items changed. */
  reconcile(
    tx: Knex,
    incidentNumber: number,
    priority: JobPriority,
  ): Promise<EnqueuedJob>;
}

/** An incident in full, or only what a service principal gets of a private one. */
export interface VisibleIncident {
  form: 'full' | 'redacted';
  record: IncidentRecord;
}

/** A page of incidents, each in the form that its requester gets. */
export interface VisibleIncidentPage {
  items: VisibleIncident[];
  nextCursor: string | undefined;
  totalItems: number;
}

/** An edit was based on a version that is no longer the current one. */
class VersionConflictError extends ConflictError {
  /** What to base the next try on; absent when the incident is gone. */
  readonly currentVersion: number | undefined;

  constructor(ref: string, currentVersion: number | undefined) {
    super(
      `${ref} was changed by someone else; read it again and repeat your change on version ${currentVersion}`,
    );
    this.name = 'ConflictError';
    this.currentVersion = currentVersion;
  }
}

/** Incidents: numbers, rules, and who may see them. */
export type IncidentService = ReturnType<typeof createIncidentService>;

export function createIncidentService(deps: {
  queries: IncidentQueries;
  incidents: IncidentStore;
  /** Absent while Linear is not configured. */
  parentIssues?: ParentIssueRequests;
  idempotency: IdempotencyStore;
  catalog: CatalogService;
  logger: LoggerService;
  announcer: IncidentAnnouncer;
  /** Owners of affected entities are due to be read. */
  wakeOwners: () => void;
}) {
  const { queries, incidents, parentIssues, idempotency, announcer } = deps;
  const { prefix, now } = queries;
  const { knex } = queries.database;

  async function find(ref: string): Promise<IncidentRecord> {
    const number = incidentNumber(prefix, ref);
    const record =
      number === undefined ? undefined : await incidents.find(number);
    if (!record) {
      throw notFound(ref);
    }
    return record;
  }

  /** In the form that the requester gets; `undefined`: for them it does not exist. */
  function visible(
    requester: Requester,
    record: IncidentRecord,
  ): VisibleIncident | undefined {
    if (canRead(requester, record)) return { form: 'full', record };
    return requester.kind === 'service'
      ? { form: 'redacted', record }
      : undefined;
  }

  /** The incident behind a ref, for calls that need all of it. */
  async function requireInFull(options: {
    ref: string;
    requester: Requester;
  }): Promise<IncidentRecord> {
    const record = await find(options.ref);
    if (!canRead(options.requester, record)) {
      throw notFound(options.ref);
    }
    return record;
  }

  return {
    require: requireInFull,

    /**
     * Declares an incident. The UUID of its parent issue is stored in the same
     * transaction, before any call to Linear, so that however often its creation
     * is tried there is at most one.
     *
     * @throws InputError for people who cannot be, ConflictError for a reused key
     */
    async create(options: {
      body: CreateIncident;
      requester: AuthenticatedRequester;
      idempotency?: IdempotentRequest;
    }): Promise<{
      outcome: 'created' | 'repeated';
      number: number;
      ref: string;
    }> {
      const { body, requester, idempotency: request } = options;
      const repeated = async () => {
        const earlier = request && (await idempotency.find(request));
        const number = earlier?.incident_number;
        return number === undefined
          ? undefined
          : ({
              outcome: 'repeated',
              number,
              ref: incidentRef(prefix, number),
            } as const);
      };
      const earlier = await repeated();
      if (earlier) {
        return earlier;
      }
      await requireKnownPeople(deps, body, requester.credentials);
      const draft = draftIncident({ body, requester, now: now() });
      let number: number;
      try {
        number = await knex.transaction(async tx => {
          const allocated = await incidents.allocateNumber(tx);
          await incidents.insert(tx, { ...draft, number: allocated });
          await parentIssues?.create(tx, allocated);
          if (request) {
            const made = { incidentNumber: allocated };
            await idempotency.insert(tx, request, made, now());
          }
          return allocated;
        });
      } catch (error) {
        // A twin with the same key committed first; ours was rolled back whole.
        const twin = isDatabaseConflictError(error)
          ? await repeated()
          : undefined;
        if (twin) {
          return twin;
        }
        throw error;
      }
      const ref = incidentRef(prefix, number);
      announcer.announce([{ type: 'incident.created', incidentRef: ref }]);
      if (draft.affects.length > 0) {
        deps.wakeOwners();
      }
      return { outcome: 'created', number, ref };
    },

    async get(options: {
      ref: string;
      requester: Requester;
    }): Promise<VisibleIncident> {
      const incident = visible(options.requester, await find(options.ref));
      if (!incident) {
        throw notFound(options.ref);
      }
      return incident;
    },

    async list(options: {
      query: ListIncidents;
      scope: ReadScope;
    }): Promise<VisibleIncidentPage> {
      const { numbers, ...page } = await listIncidents(queries, options);
      const records = await incidents.findMany(numbers);
      return {
        ...page,
        // Checked again: the page was found before the rows were read.
        items: records.flatMap(
          record => visible(options.scope.requester, record) ?? [],
        ),
      };
    },

    /**
     * @throws VersionConflictError when someone else edited it meanwhile
     */
    async update(options: {
      ref: string;
      body: UpdateIncident;
      requester: AuthenticatedRequester;
    }): Promise<IncidentRecord> {
      const { ref, body, requester } = options;
      const record = await requireInFull({ ref, requester });
      await requireKnownPeople(deps, body, requester.credentials);
      const edit = editIncident({ record, body, now: now() });
      await knex.transaction(async tx => {
        const result = await incidents.update(tx, {
          number: record.number,
          expectedVersion: body.expectedVersion,
          edit,
          writer: 'incident.update',
        });
        if (result.outcome !== 'applied') {
          throw new VersionConflictError(
            ref,
            result.outcome === 'conflict' ? result.current?.version : undefined,
          );
        }
        await parentIssues?.reconcile(tx, record.number, 'interactive');
      });
      const closedNow =
        body.status !== undefined &&
        isClosed(body.status) &&
        !isClosed(record.status);
      announcer.announce([
        { type: 'incident.updated', incidentRef: record.ref },
        ...(closedNow
          ? [{ type: 'incident.closed', incidentRef: record.ref } as const]
          : []),
      ]);
      if (body.affects !== undefined) {
        deps.wakeOwners();
      }
      return find(ref);
    },
  };
}

function notFound(ref: string): NotFoundError {
  return new NotFoundError(
    `Incident ${ref} not found, or you don't have access to it`,
  );
}
