import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncer } from '../announcer';
import { expectApplied } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { LinearCall, LinearGateway } from '../linear';
import { EnqueuedJob, JobQueue } from '../jobs';
import { ParentIssueCandidates } from './ParentIssueCandidates';
import { ParentIssueRecord } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';
import { untilCreated } from './untilCreated';
import {
  SurroundingIncident,
  SurroundingIncidents,
} from './SurroundingIncidents';

/** After this no creation that was under way can still arrive. */
const ARRIVED_MILLISECONDS = 120_000;

/** What people decide about the parent issue of an incident. */
export class ParentIssueLinks {
  readonly #database: IncidentsDatabase;
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #actionItems: ActionItemStore;
  readonly #requests: ParentIssueRequests;
  readonly #surrounding: SurroundingIncidents;
  readonly #jobs: JobQueue;
  readonly #announcer: IncidentAnnouncer;
  readonly #ref: (incidentNumber: number) => string;
  readonly #now: () => Date;
  readonly #candidates: ParentIssueCandidates;

  constructor(options: {
    database: IncidentsDatabase;
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    actionItems: ActionItemStore;
    requests: ParentIssueRequests;
    jobs: JobQueue;
    announcer: IncidentAnnouncer;
    ref: (incidentNumber: number) => string;
    now: () => Date;
    sleep: (milliseconds: number) => Promise<void>;
  }) {
    this.#database = options.database;
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#actionItems = options.actionItems;
    this.#requests = options.requests;
    this.#surrounding = new SurroundingIncidents(options);
    this.#jobs = options.jobs;
    this.#announcer = options.announcer;
    this.#ref = options.ref;
    this.#now = options.now;
    this.#candidates = new ParentIssueCandidates(options);
  }

  /**
   * Makes an existing issue the parent.
   *
   * @param issue - identifier or URL
   * @throws InputError when it does not exist for us, ConflictError when it is
   * taken or another one is linked, the gateway's errors
   */
  async link(options: {
    incidentNumber: number;
    issue: string;
    replace: boolean;
    call: LinearCall;
  }): Promise<void> {
    const { incidentNumber, replace, call } = options;
    const issue = await this.#candidates.find(options.issue, call);
    const current = await this.#parentIssues.find(incidentNumber);
    if (current?.issueId === issue.id && current.status === 'linked') {
      return;
    }
    if (current?.status === 'linked' && !replace) {
      throw new ConflictError(
        `${this.#ref(incidentNumber)} has the parent issue ${
          current.observed?.identifier
        }; send replace: true to link another one in its place`,
      );
    }
    await this.#candidates.requireUntaken(incidentNumber, issue, call);
    const around = await this.#replacing(async tx => {
      let changed: SurroundingIncident[] = [];
      if (current?.issueId === issue.id) {
        expectApplied(
          await this.#parentIssues.update({
            knex: tx,
            record: current,
            update: { status: 'linked', observed: issue, reason: undefined },
            writer: 'parentIssue.put',
          }),
          'parentIssue.put',
        );
      } else {
        changed = [
          ...(await this.#retire(
            tx,
            current,
            `Replaced by ${issue.identifier}.`,
          )),
          ...(await this.#surrounding.find(tx, {
            issueId: issue.id,
            incidentNumber,
            becomes: 'parent',
          })),
        ];
        await this.#parentIssues.link(tx, { incidentNumber, observed: issue });
      }
      await this.#surrounding.follow(tx, changed, [incidentNumber]);
      await this.#jobs.enqueue(tx, {
        kind: 'refresh',
        key: String(incidentNumber),
        incidentNumber,
      });
      return changed;
    });
    this.#announcer.announce(this.#surrounding.announcements(around));
    this.#announce(incidentNumber);
  }

  /**
   * Has a parent created: the first one, an escalated one again, a missing one
   * under a new UUID, with `replace` also in place of a linked one. Waits for it.
   *
   * @throws RetryLaterError when it is not there yet, ConflictError when Linear
   * refuses it
   */
  async create(options: {
    incidentNumber: number;
    replace: boolean;
  }): Promise<void> {
    const { incidentNumber, replace } = options;
    const current = await this.#parentIssues.find(incidentNumber);
    if (current?.status === 'linked' && !replace) {
      return;
    }
    const { around, enqueued } = await this.#replacing<{
      around: SurroundingIncident[];
      enqueued: EnqueuedJob;
    }>(async tx => {
      const retry = async () => ({
        around: [],
        enqueued: await this.#requests.reconcile(
          tx,
          incidentNumber,
          'interactive',
        ),
      });
      switch (current?.status) {
        case 'pending':
          return retry();
        case 'failed':
          expectApplied(
            await this.#parentIssues.update({
              knex: tx,
              record: current,
              update: { status: 'pending', reason: undefined },
              writer: 'parentIssue.put',
            }),
            'parentIssue.put',
          );
          return retry();
        default: {
          const changed = await this.#retire(
            tx,
            current,
            'Replaced by a new one.',
          );
          await this.#surrounding.follow(tx, changed, [incidentNumber]);
          return {
            around: changed,
            enqueued: await this.#requests.create(tx, incidentNumber),
          };
        }
      }
    });
    this.#announcer.announce(this.#surrounding.announcements(around));
    this.#announce(incidentNumber);
    await untilCreated({
      jobs: this.#jobs,
      parentIssues: this.#parentIssues,
      incidentNumber,
      enqueued,
    });
  }

  /**
   * Unlinks the parent and takes our backlink away.
   *
   * @throws ConflictError when there is none, the gateway's errors
   */
  async unlink(options: {
    incidentNumber: number;
    call: LinearCall;
  }): Promise<void> {
    const { incidentNumber, call } = options;
    const current = await this.#parentIssues.find(incidentNumber);
    if (current?.status !== 'linked' && current?.status !== 'missing') {
      throw new ConflictError(
        `${this.#ref(
          incidentNumber,
        )} has no parent issue that could be unlinked`,
      );
    }
    if (current.attachmentId !== undefined) {
      await this.#linear.removeAttachment(current.attachmentId, call);
    }
    const toTell = await this.#replacing(async tx => {
      await this.#actionItems.lock(tx, incidentNumber);
      const shown = await this.#actionItems.list(incidentNumber, tx);
      const around = await this.#retire(tx, current, 'Unlinked by a person.');
      await this.#surrounding.follow(tx, around);
      const items = await this.#actionItems.listForDiff(tx, incidentNumber);
      const ids = items.map(item => item.issueId);
      await this.#actionItems.apply(
        tx,
        incidentNumber,
        { added: [], changed: [], removed: ids, unchanged: 0, completed: [] },
        this.#now(),
      );
      const told = this.#surrounding.announcements(around);
      return shown.length === 0
        ? told
        : [
            ...told,
            {
              type: 'action-item.removed' as const,
              incidentRef: this.#ref(incidentNumber),
              actionItemIds: shown.map(item => item.issueId),
            },
          ];
    });
    this.#announcer.announce(toTell);
    this.#announce(incidentNumber);
  }

  /** @returns other incidents, which may show the issue as their item again */
  async #retire(
    tx: Knex,
    current: ParentIssueRecord | undefined,
    reason: string,
  ): Promise<SurroundingIncident[]> {
    if (!current) {
      return [];
    }
    if (!(await this.#parentIssues.retire(tx, current, reason))) {
      throw changedMeanwhile();
    }
    await this.#jobs.enqueue(tx, {
      kind: 'cleanFormerParent',
      key: current.issueId,
      incidentNumber: current.incidentNumber,
      delayMs:
        current.status === 'linked' || current.status === 'missing'
          ? 0
          : ARRIVED_MILLISECONDS,
    });
    return this.#surrounding.find(tx, {
      issueId: current.issueId,
      incidentNumber: current.incidentNumber,
      becomes: 'item',
    });
  }

  async #replacing<T>(write: (tx: Knex) => Promise<T>): Promise<T> {
    try {
      return await this.#database.knex.transaction(write);
    } catch (error) {
      // The unique index on the current parent: someone else was first.
      throw isDatabaseConflictError(error) ? changedMeanwhile() : error;
    }
  }

  #announce(incidentNumber: number): void {
    const incidentRef = this.#ref(incidentNumber);
    this.#announcer.announce([{ type: 'incident.updated', incidentRef }]);
    this.#announcer.refreshed(incidentRef);
  }
}

function changedMeanwhile(): ConflictError {
  return new ConflictError(
    'The parent issue changed at the same time; read the incident again and decide anew',
  );
}
