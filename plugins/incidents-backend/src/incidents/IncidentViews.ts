import {
  Incident,
  incidentEntityRef,
  PRIVATE_INCIDENT_TITLE,
  RedactedIncident,
} from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsWithoutParent } from '../parentIssue/IncidentsWithoutParent';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentRecord } from './IncidentRecord';
import { incidentRef } from './incidentRef';
import { VisibleIncident } from './IncidentService';
import { parentIssueView } from '../parentIssue/parentIssueView';

/** Composes what readers get, at a fixed number of queries per page. */
export class IncidentViews {
  readonly #parentIssues: ParentIssueStore;
  readonly #withoutParent: IncidentsWithoutParent;
  readonly #actionItems: ActionItemStore;
  readonly #prefix: string;
  readonly #linearConfigured: boolean;
  readonly #now: () => Date;

  constructor(options: {
    parentIssues: ParentIssueStore;
    withoutParent: IncidentsWithoutParent;
    actionItems: ActionItemStore;
    prefix: string;
    linearConfigured: boolean;
    now: () => Date;
  }) {
    this.#parentIssues = options.parentIssues;
    this.#withoutParent = options.withoutParent;
    this.#actionItems = options.actionItems;
    this.#prefix = options.prefix;
    this.#linearConfigured = options.linearConfigured;
    this.#now = options.now;
  }

  ref(number: number): string {
    return incidentRef(this.#prefix, number);
  }

  async view(record: IncidentRecord): Promise<Incident> {
    const [incident] = await this.viewMany([record]);
    return incident;
  }

  async viewMany(records: readonly IncidentRecord[]): Promise<Incident[]> {
    const numbers = records.map(record => record.number);
    const parents = await this.#parentIssues.findMany(numbers);
    const unlinked = await this.#withoutParent.findUnlinked(numbers);
    const givenUp = await this.#withoutParent.findGivenUp(
      [...parents.values()].flatMap(({ status, incidentNumber }) =>
        status === 'pending' ? [incidentNumber] : [],
      ),
    );
    const progress = await this.#actionItems.progressOf(numbers, this.#now());
    return records.map(record => {
      const ref = this.ref(record.number);
      return {
        ref,
        entityRef: incidentEntityRef(ref),
        version: record.version,
        title: record.title,
        summary: record.summary,
        severity: record.severity,
        status: record.status,
        visibility: record.visibility,
        lead: record.lead,
        reporter: record.reporter,
        participants: record.participants,
        affects: record.affects,
        labels: record.labels,
        links: record.links,
        startedAt: record.startedAt,
        mitigatedAt: record.mitigatedAt,
        closedAt: record.closedAt,
        createdAt: record.createdAt,
        updatedAt: record.updatedAt,
        parentIssue: parentIssueView({
          record: parents.get(record.number),
          linearConfigured: this.#linearConfigured,
          unlinked: unlinked.has(record.number),
          givenUp: givenUp.get(record.number),
        }),
        progress: progress(record.number),
      };
    });
  }

  /** Each answer in the form that its requester may have. */
  async answers(
    answers: readonly VisibleIncident[],
  ): Promise<(Incident | RedactedIncident)[]> {
    const full = await this.viewMany(
      answers.flatMap(({ form, record }) => (form === 'full' ? [record] : [])),
    );
    const byRef = new Map(full.map(incident => [incident.ref, incident]));
    return answers.map(
      ({ record }) =>
        byRef.get(this.ref(record.number)) ?? this.redacted(record),
    );
  }

  /** What a service principal acting for itself learns of a private incident. */
  redacted(record: IncidentRecord): RedactedIncident {
    const ref = this.ref(record.number);
    return {
      ref,
      entityRef: incidentEntityRef(ref),
      title: PRIVATE_INCIDENT_TITLE,
      visibility: 'private',
    };
  }
}
