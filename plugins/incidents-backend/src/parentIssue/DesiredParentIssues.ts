import {
  incidentEntityRef,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsSettings } from '../config';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isLinearError, LinearCall } from '../linear';
import { DesiredParentIssue, desiredParentIssue } from './desiredState';
import { Assignee } from './fieldRecords';
import { LeadAssignee } from './LeadAssignee';

/** What Backstage wants, and what kept it from wanting more. */
export interface Desire {
  desired: DesiredParentIssue;
  /** Why nobody is assigned although there is a lead. */
  assigneeNote: string | undefined;
}

/** Gathers what desired state is a function of. */
export class DesiredParentIssues {
  readonly #actionItems: ActionItemStore;
  readonly #assignees: LeadAssignee;
  readonly #settings: IncidentsSettings;
  readonly #appUrl: string;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    actionItems: ActionItemStore;
    assignees: LeadAssignee;
    settings: IncidentsSettings;
    /** `app.baseUrl`. */
    appUrl: string;
    ref: (incidentNumber: number) => string;
  }) {
    this.#actionItems = options.actionItems;
    this.#assignees = options.assignees;
    this.#settings = options.settings;
    this.#appUrl = options.appUrl.replace(/\/$/, '');
    this.#ref = options.ref;
  }

  /** @throws the gateway's errors; without the catalog the assignee is left alone */
  async of(options: {
    incident: IncidentRecord;
    route: Pick<RoutingDecision, 'priority' | 'template' | 'state'>;
    labelIds: readonly string[] | undefined;
    call: LinearCall;
  }): Promise<Desire> {
    const { incident, route, labelIds, call } = options;
    const { linear, actionItems } = this.#settings;
    if (linear.kind !== 'configured') {
      throw new Error('Without Linear there is no desired state');
    }
    const ref = this.#ref(incident.number);
    const items = await this.#actionItems.listForStateRule(incident.number);
    const { assignee, assigneeNote } = await this.#assignee(incident, call);
    return {
      assigneeNote,
      desired: desiredParentIssue({
        incident: { ...incident, ref },
        route,
        settings: {
          syncIdentifiers: linear.syncIdentifiers,
          states: linear.states,
          autoComplete: actionItems.autoComplete,
        },
        items: items.map(({ status, source }) => ({
          status,
          source,
          isDirectSubIssue: source === 'child',
        })),
        assignee,
        labelIds,
        url: this.entityPage(ref),
      }),
    };
  }

  async #assignee(
    incident: IncidentRecord,
    call: LinearCall,
  ): Promise<{
    assignee: Assignee | undefined;
    assigneeNote: string | undefined;
  }> {
    if (!incident.lead) {
      return { assignee: { kind: 'none' }, assigneeNote: undefined };
    }
    try {
      const found = await this.#assignees.find(incident.lead, call);
      return found.outcome === 'found'
        ? { assignee: { kind: 'user', id: found.id }, assigneeNote: undefined }
        : {
            assignee: { kind: 'none' },
            assigneeNote: `Nobody is assigned: ${found.because}.`,
          };
    } catch (error) {
      if (isLinearError(error)) {
        throw error;
      }
      // The catalog does not answer: what else follows must not wait for it.
      return { assignee: undefined, assigneeNote: undefined };
    }
  }

  /** Address of an incident's page. */
  entityPage(ref: string): string {
    const [kind, rest] = incidentEntityRef(ref).split(':');
    const [namespace, name] = rest.split('/');
    return `${this.#appUrl}/catalog/${namespace}/${kind}/${name}`;
  }
}
