import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  CreateIncident,
  ListIncidents,
  UpdateIncident,
} from '@backstage-incidents/incidents-common';
import { IncidentAnnouncer } from '../announce/IncidentAnnouncer';
import { Clock } from '../Clock';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { draftIncident } from './draftIncident';
import { editIncident } from './editIncident';
import { IdempotencyStore, IdempotentRequest } from './IdempotencyStore';
import { IncidentRecord, isClosed } from './IncidentRecord';
import { IncidentStore } from './IncidentStore';
import { incidentNumber, incidentRef } from './incidentRef';
import { listIncidents } from './listIncidents';
import { MatchingIncidents } from './MatchingIncidents';
import { ParentIssueRequests } from './ParentIssueRequests';
import { PeopleCheck } from './PeopleCheck';
import { maySee } from './privacy';
import { ReadScope } from './ReadScope';
import { VersionConflictError } from './VersionConflictError';
import { AuthenticatedRequester, Requester } from './Requester';

/** An incident in full, or all that a service principal may know of a private one. */
export type VisibleIncident =
  | { form: 'full'; record: IncidentRecord }
  | { form: 'redacted'; record: IncidentRecord };

/** A page of incidents, each in the form its requester may have. */
export interface VisibleIncidentPage {
  items: VisibleIncident[];
  nextCursor: string | undefined;
  totalItems: number;
}

/** Incidents: numbers, rules, and who may see them. */
export class IncidentService {
  readonly #database: IncidentsDatabase;
  readonly #incidents: IncidentStore;
  readonly #matching: MatchingIncidents;
  /** Absent while Linear is not configured. */
  readonly #parentIssues: ParentIssueRequests | undefined;
  readonly #idempotency: IdempotencyStore;
  readonly #people: PeopleCheck;
  readonly #announcer: IncidentAnnouncer;
  readonly #clock: Clock;
  readonly #prefix: string;
  readonly #wakeWorker: () => void;
  readonly #wakeOwners: () => void;

  constructor(options: {
    database: IncidentsDatabase;
    incidents: IncidentStore;
    matching: MatchingIncidents;
    parentIssues?: ParentIssueRequests;
    idempotency: IdempotencyStore;
    people: PeopleCheck;
    announcer: IncidentAnnouncer;
    clock: Clock;
    prefix: string;
    wakeWorker: () => void;
    /** Owners of affected entities are due to be read. */
    wakeOwners: () => void;
  }) {
    this.#database = options.database;
    this.#incidents = options.incidents;
    this.#matching = options.matching;
    this.#parentIssues = options.parentIssues;
    this.#idempotency = options.idempotency;
    this.#people = options.people;
    this.#announcer = options.announcer;
    this.#clock = options.clock;
    this.#prefix = options.prefix;
    this.#wakeWorker = options.wakeWorker;
    this.#wakeOwners = options.wakeOwners;
  }

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
  }): Promise<{ outcome: 'created' | 'repeated'; number: number }> {
    const { body, requester, idempotency } = options;
    const earlier = idempotency && (await this.#idempotency.find(idempotency));
    if (earlier) {
      return { outcome: 'repeated', number: earlier.incident_number };
    }
    await this.#people.check(body, requester.credentials);
    const incident = draftIncident({ body, requester, now: this.#clock.now() });
    try {
      const number = await this.#database.knex.transaction(async tx => {
        const allocated = await this.#incidents.allocateNumber(tx);
        await this.#incidents.insert(tx, { ...incident, number: allocated });
        await this.#parentIssues?.create(tx, allocated);
        if (idempotency) {
          await this.#idempotency.insert(
            tx,
            idempotency,
            { incidentNumber: allocated },
            this.#clock.now(),
          );
        }
        return allocated;
      });
      this.#announcer.announce([
        {
          type: 'incident.created',
          incidentRef: incidentRef(this.#prefix, number),
        },
      ]);
      this.#wakeWorker();
      if (incident.affects.length > 0) {
        this.#wakeOwners();
      }
      return { outcome: 'created', number };
    } catch (error) {
      // A twin with the same key committed first; ours was rolled back whole.
      const twin =
        idempotency && isDatabaseConflictError(error)
          ? await this.#idempotency.find(idempotency)
          : undefined;
      if (twin) {
        return { outcome: 'repeated', number: twin.incident_number };
      }
      throw error;
    }
  }

  async get(options: {
    ref: string;
    requester: Requester;
  }): Promise<VisibleIncident> {
    const record = await this.#find(options.ref);
    if (maySee(options.requester, record)) {
      return { form: 'full', record };
    }
    if (options.requester.kind === 'service') {
      return { form: 'redacted', record };
    }
    throw notFound(options.ref);
  }

  /** The incident behind a ref, for calls that need to see it whole. */
  async require(options: {
    ref: string;
    requester: Requester;
  }): Promise<IncidentRecord> {
    const record = await this.#find(options.ref);
    if (!maySee(options.requester, record)) {
      throw notFound(options.ref);
    }
    return record;
  }

  async list(options: {
    query: ListIncidents;
    scope: ReadScope;
  }): Promise<VisibleIncidentPage> {
    const { query, scope } = options;
    const { requester } = scope;
    const page = await listIncidents({
      knex: this.#database.knex,
      incidents: this.#matching,
      query,
      scope,
    });
    const records = await this.#incidents.findMany(page.numbers);
    return {
      items: records.flatMap((record): VisibleIncident[] => {
        // Checked again: the page was found before the rows were read.
        if (maySee(requester, record)) return [{ form: 'full', record }];
        return requester.kind === 'service'
          ? [{ form: 'redacted', record }]
          : [];
      }),
      nextCursor: page.nextCursor,
      totalItems: page.totalItems,
    };
  }

  /**
   * @throws VersionConflictError when someone else edited it meanwhile
   */
  async update(options: {
    ref: string;
    body: UpdateIncident;
    requester: AuthenticatedRequester;
  }): Promise<IncidentRecord> {
    const { ref, body, requester } = options;
    const record = await this.require({ ref, requester });
    await this.#people.check(body, requester.credentials);
    const update = editIncident({ record, body, now: this.#clock.now() });
    await this.#database.knex.transaction(async tx => {
      const result = await this.#incidents.update(tx, {
        number: record.number,
        expectedVersion: body.expectedVersion,
        update,
        writer: 'incident.update',
      });
      if (result.outcome !== 'applied') {
        throw new VersionConflictError(
          ref,
          result.outcome === 'conflict' ? result.current?.version : undefined,
        );
      }
      await this.#parentIssues?.follow(tx, record.number);
    });
    const closedNow =
      body.status !== undefined &&
      isClosed(body.status) &&
      !isClosed(record.status);
    const canonicalRef = incidentRef(this.#prefix, record.number);
    this.#announcer.announce([
      { type: 'incident.updated', incidentRef: canonicalRef },
    ]);
    if (closedNow) {
      this.#announcer.announce([
        { type: 'incident.closed', incidentRef: canonicalRef },
      ]);
    }
    this.#wakeWorker();
    if (body.affects !== undefined) {
      this.#wakeOwners();
    }
    return this.#find(ref);
  }

  async #find(ref: string): Promise<IncidentRecord> {
    const number = incidentNumber(this.#prefix, ref);
    const record =
      number === undefined ? undefined : await this.#incidents.find(number);
    if (!record) {
      throw notFound(ref);
    }
    return record;
  }
}

function notFound(ref: string): NotFoundError {
  return new NotFoundError(
    `There is no incident ${ref}, or you may not see it`,
  );
}
