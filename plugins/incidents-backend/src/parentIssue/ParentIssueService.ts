import {
  incidentEntityRef,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { priorityNumber } from '../actionItems/priority';
import { IncidentAnnouncer } from '../announce/IncidentAnnouncer';
import { ConfiguredLinearSettings } from '../config';
import { committed } from '../database/commit';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { IncidentStore } from '../incidents/IncidentStore';
import { LinearCall, LinearGateway } from '../linear';
import { PermanentError } from '../work/PermanentError';
import { WorkStore } from '../work/WorkStore';
import { parentIssueDescription } from './description';
import { LeadAssignee } from './LeadAssignee';
import {
  ParentIssueRecord,
  ParentIssueStore,
  ParentIssueUpdate,
} from './ParentIssueStore';
import { parentIssuePriority } from './priority';
import { ResolvedRoute, RouteResolver } from './RouteResolver';
import { decideRoute } from './routing';
import { RoutingFacts } from './RoutingFacts';
import { parentIssueTitle } from './title';

/** Brings parent issues into being and makes them follow; safe to repeat after any crash. */
export class ParentIssueService {
  readonly #database: IncidentsDatabase;
  readonly #linear: LinearGateway;
  readonly #incidents: IncidentStore;
  readonly #parentIssues: ParentIssueStore;
  readonly #work: WorkStore;
  readonly #facts: RoutingFacts;
  readonly #routes: RouteResolver;
  readonly #assignees: LeadAssignee;
  readonly #announcer: IncidentAnnouncer;
  readonly #settings: ConfiguredLinearSettings;
  readonly #appUrl: string;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    database: IncidentsDatabase;
    linear: LinearGateway;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
    work: WorkStore;
    facts: RoutingFacts;
    routes: RouteResolver;
    assignees: LeadAssignee;
    announcer: IncidentAnnouncer;
    linearSettings: ConfiguredLinearSettings;
    appUrl: string;
    ref: (incidentNumber: number) => string;
  }) {
    this.#database = options.database;
    this.#linear = options.linear;
    this.#incidents = options.incidents;
    this.#parentIssues = options.parentIssues;
    this.#work = options.work;
    this.#facts = options.facts;
    this.#routes = options.routes;
    this.#assignees = options.assignees;
    this.#announcer = options.announcer;
    this.#settings = options.linearSettings;
    this.#appUrl = options.appUrl.replace(/\/$/, '');
    this.#ref = options.ref;
  }

  /**
   * Does whatever is due for the parent issue of an incident: creates it, or
   * makes it follow the incident.
   *
   * @throws the gateway's errors and PermanentError, after what is known was stored
   */
  async follow(incidentNumber: number, signal: AbortSignal): Promise<void> {
    const incident = await this.#incidents.find(incidentNumber);
    const parent = await this.#parentIssues.find(incidentNumber);
    if (!incident || !parent) {
      return;
    }
    switch (parent.status) {
      case 'pending':
      case 'failed':
        await this.#create(incident, parent, { lane: 'background', signal });
        break;
      case 'linked':
      case 'missing':
        break;
      default:
        throw new Error(`Unknown status ${parent.status satisfies never}`);
    }
  }

  async #create(
    incident: IncidentRecord,
    pending: ParentIssueRecord,
    call: LinearCall,
  ): Promise<void> {
    let parent = pending;
    try {
      const resolved = await this.#route(incident, parent, call);
      parent = await this.#store(parent, {
        route: resolved.route,
        reason: undefined,
      });
      const ref = this.#ref(incident.number);
      const url = this.#entityPage(ref);
      const assignee = incident.lead
        ? await this.#assignees.find(incident.lead, call)
        : undefined;
      const { issue } = await this.#linear.createIssue(
        {
          id: parent.issueId,
          teamId: resolved.team.id,
          title: parentIssueTitle({
            incident: { ...incident, ref },
            syncIdentifiers: this.#settings.syncIdentifiers,
          }),
          description: parentIssueDescription({
            incident: { ...incident, ref },
            template: resolved.route.template,
            url,
          }),
          stateId: resolved.stateId,
          projectId: resolved.projectId,
          labelIds: resolved.labelIds,
          assigneeId: assignee?.outcome === 'found' ? assignee.id : undefined,
          priority: priorityNumber(
            parentIssuePriority({
              severity: incident.severity,
              route: resolved.route,
            }),
          ),
        },
        call,
      );
      const attachment = await this.#linear.upsertAttachment(
        {
          issueId: parent.issueId,
          url,
          title: ref,
          subtitle: 'Incident in Backstage',
        },
        call,
      );
      await this.#link(parent, {
        status: 'linked',
        observed: issue,
        attachmentId: attachment.id,
        reason:
          assignee?.outcome === 'none'
            ? `Nobody is assigned: ${assignee.because}.`
            : undefined,
      });
    } catch (error) {
      await this.#recordFailure(parent, error);
      throw error;
    }
  }

  async #route(
    incident: IncidentRecord,
    parent: ParentIssueRecord,
    call: LinearCall,
  ): Promise<ResolvedRoute> {
    return this.#routes.resolve(
      parent.route ?? (await this.decide(incident)),
      call,
    );
  }

  /** Where the incident would go today. */
  async decide(
    draft: Pick<
      IncidentRecord,
      'severity' | 'visibility' | 'lead' | 'labels' | 'affects'
    >,
  ): Promise<RoutingDecision> {
    const facts = await this.#facts.gather(draft);
    return decideRoute({ draft, settings: this.#settings.routing, ...facts });
  }

  /** Linked: stored together with what is due next, so that a crash forgets neither. */
  async #link(
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ): Promise<void> {
    const { incidentNumber } = parent;
    await this.#database.knex.transaction(async tx => {
      committed(
        await this.#parentIssues.update({
          knex: tx,
          record: parent,
          update,
          writer: 'parentIssue.link',
        }),
        'parentIssue.link',
      );
      await this.#work.requestIfAbsent(tx, {
        kind: 'refresh',
        key: String(incidentNumber),
        incidentNumber,
      });
    });
    this.#announcer.announce([
      { type: 'incident.updated', incidentRef: this.#ref(incidentNumber) },
    ]);
  }

  async #recordFailure(
    parent: ParentIssueRecord,
    error: unknown,
  ): Promise<void> {
    const reason = error instanceof Error ? error.message : 'unknown error';
    await this.#store(
      parent,
      error instanceof PermanentError
        ? { status: 'failed', reason }
        : { reason: `It will be created by itself: ${reason}.` },
    );
    this.#announcer.refreshed(this.#ref(parent.incidentNumber));
  }

  async #store(
    parent: ParentIssueRecord,
    update: ParentIssueUpdate,
  ): Promise<ParentIssueRecord> {
    return committed(
      await this.#parentIssues.update({
        record: parent,
        update,
        writer: 'parentIssue.create',
      }),
      'parentIssue.create',
    );
  }

  #entityPage(ref: string): string {
    const [kind, rest] = incidentEntityRef(ref).split(':');
    const [namespace, name] = rest.split('/');
    return `${this.#appUrl}/catalog/${namespace}/${kind}/${name}`;
  }
}
