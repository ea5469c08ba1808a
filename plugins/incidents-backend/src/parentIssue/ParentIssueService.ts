import { IncidentAnnouncer } from '../announcer';
import { expectApplied } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { IncidentStore } from '../incidents/IncidentStore';
import { LinearCall } from '../linear';
import { JobQueue, JobRequest, NotYetError } from '../jobs';
import { ParentIssueCreator } from './ParentIssueCreator';
import { ParentIssueFollower } from './ParentIssueFollower';
import { IncidentsWithoutParent } from './IncidentsWithoutParent';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';

/** Whoever is done asks for the next one at once; this is for when it crashes. */
const NOT_YET_MS = 10_000;

/** Does whatever is due for the parent issue of an incident; safe to repeat after any crash. */
export class ParentIssueService {
  readonly #database: IncidentsDatabase;
  readonly #incidents: IncidentStore;
  readonly #parentIssues: ParentIssueStore;
  readonly #withoutParent: IncidentsWithoutParent;
  readonly #jobs: JobQueue;
  readonly #creator: ParentIssueCreator;
  readonly #follower: ParentIssueFollower;
  readonly #announcer: IncidentAnnouncer;
  readonly #ref: (incidentNumber: number) => string;
  readonly #inOrder: boolean;

  constructor(options: {
    database: IncidentsDatabase;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
    withoutParent: IncidentsWithoutParent;
    jobs: JobQueue;
    creator: ParentIssueCreator;
    follower: ParentIssueFollower;
    announcer: IncidentAnnouncer;
    ref: (incidentNumber: number) => string;
    /** Parents are created one after the other, by number. */
    inOrder: boolean;
  }) {
    this.#database = options.database;
    this.#incidents = options.incidents;
    this.#parentIssues = options.parentIssues;
    this.#withoutParent = options.withoutParent;
    this.#jobs = options.jobs;
    this.#creator = options.creator;
    this.#follower = options.follower;
    this.#announcer = options.announcer;
    this.#ref = options.ref;
    this.#inOrder = options.inOrder;
  }

  /**
   * Creates the parent, or makes it follow the incident.
   *
   * @throws the gateway's errors and PermanentError, after what is known was stored
   */
  async follow(incidentNumber: number, call: LinearCall): Promise<void> {
    const incident = await this.#incidents.find(incidentNumber);
    const parent = await this.#parentIssues.find(incidentNumber);
    if (!incident || !parent) {
      return;
    }
    try {
      switch (parent.status) {
        case 'pending':
        case 'failed': {
          await this.#create(incident, parent, call);
          break;
        }
        case 'linked':
          await this.#follow(incident, parent, call);
          break;
        case 'missing':
          return;
        default:
          throw new Error(`Unknown status ${parent.status satisfies never}`);
      }
    } finally {
      // Also after a failure: the card tells why it waits.
      this.#announcer.refreshed(this.#ref(incidentNumber));
    }
  }

  async #follow(
    incident: IncidentRecord,
    parent: ParentIssueRecord,
    call: LinearCall,
  ): Promise<void> {
    const followed = await this.#follower.follow(incident, parent, call);
    if (followed === 'gone') {
      // A whole read of the incident says so everywhere.
      await this.#jobs.enqueue(this.#database.knex, {
        kind: 'refresh',
        key: String(incident.number),
        incidentNumber: incident.number,
      });
    }
  }

  async #create(
    incident: IncidentRecord,
    parent: ParentIssueRecord,
    call: LinearCall,
  ): Promise<void> {
    try {
      const created = await this.#creator.create(incident, parent, call);
      if (created.outcome === 'notYet') {
        throw new NotYetError(
          'Parent issues are created in the order of their incidents',
          NOT_YET_MS,
        );
      }
      await this.#link(created.parent, created.linked);
      const next = this.#inOrder
        ? await this.#withoutParent.findFirstPending()
        : undefined;
      if (next !== undefined) {
        await this.#jobs.enqueue(this.#database.knex, parentWork(next));
      }
    } catch (error) {
      const current = await this.#parentIssues.find(incident.number);
      if (current?.issueId !== parent.issueId) {
        // It was replaced meanwhile: what we made is not wanted.
        await this.#jobs.enqueue(this.#database.knex, {
          kind: 'cleanFormerParent',
          key: parent.issueId,
          incidentNumber: parent.incidentNumber,
        });
        if (current?.status !== 'pending' && current?.status !== 'failed') {
          return;
        }
      }
      throw error;
    }
  }

  /** Stored together with what is due next, so that a crash forgets neither. */
  async #link(
    parent: ParentIssueRecord,
    linked: ParentIssueUpdate,
  ): Promise<void> {
    const { incidentNumber } = parent;
    await this.#database.knex.transaction(async tx => {
      expectApplied(
        await this.#parentIssues.update({
          knex: tx,
          record: parent,
          update: linked,
          writer: 'parentIssue.link',
        }),
        'parentIssue.link',
      );
      await this.#jobs.enqueue(tx, {
        kind: 'refresh',
        key: String(incidentNumber),
        incidentNumber,
      });
      // An issue of an earlier life may still say what the incident said then.
      await this.#jobs.enqueue(tx, {
        kind: 'reconcileParent',
        key: String(incidentNumber),
        incidentNumber,
      });
    });
    this.#announcer.announce([
      { type: 'incident.updated', incidentRef: this.#ref(incidentNumber) },
    ]);
  }
}

function parentWork(incidentNumber: number): JobRequest {
  return {
    kind: 'reconcileParent',
    key: String(incidentNumber),
    incidentNumber,
  };
}
