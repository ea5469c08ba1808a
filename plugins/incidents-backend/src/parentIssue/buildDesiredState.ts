import {
  incidentEntityRef,
  reason,
  Reason,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isLinearError, LinearCall } from '../linear';
import {
  DesiredParentIssue,
  desiredParentIssue,
  hiddenFields,
} from './desiredState';
import { Assignee } from './fieldRecords';
import { LinearUsers } from './linearUsers';
import { ParentIssueRecord } from './ParentIssueRecord';

export interface DesiredStateDeps {
  actionItems: ActionItemStore;
  users: LinearUsers;
  settings: Pick<IncidentsSettings, 'actionItems' | 'privacy'>;
  linearSettings: Pick<ConfiguredLinearSettings, 'syncIdentifiers' | 'states'>;
  /** `app.baseUrl`. */
  appUrl: string;
}

/** The desired state, and why parts of it are missing. */
export interface DesiredState {
  desired: DesiredParentIssue;
  /** Why there is no assignee although there is a lead. */
  assigneeNote: Reason | undefined;
}

/**
 * Gathers what desired state is a function of.
 *
 * @throws the gateway's errors; without the catalog the assignee is left alone
 */
export async function buildDesiredState(
  deps: DesiredStateDeps,
  options: {
    incident: IncidentRecord;
    origin: ParentIssueRecord['origin'];
    route: Pick<RoutingDecision, 'priority' | 'template' | 'state'>;
    labelIds: readonly string[] | undefined;
    call: LinearCall;
  },
): Promise<DesiredState> {
  const { incident, origin, route, labelIds, call } = options;
  const { showInLinear } = deps.settings.privacy;
  const { syncIdentifiers, states } = deps.linearSettings;
  const items = await deps.actionItems.listForStateRule(incident.number);
  const { assignee, assigneeNote } = hiddenFields(incident, showInLinear)
    .assignee
    ? ({ assignee: { kind: 'none' } } as const)
    : await findAssignee(deps.users, incident, call);
  return {
    assigneeNote,
    desired: desiredParentIssue({
      incident,
      origin,
      route,
      settings: {
        showInLinear,
        syncIdentifiers,
        states,
        autoComplete: deps.settings.actionItems.autoComplete,
      },
      items: items.map(({ status, source }) => ({
        status,
        source,
        isDirectSubIssue: source === 'child',
      })),
      assignee,
      labelIds,
      url: entityPage(deps.appUrl, incident.ref),
    }),
  };
}

async function findAssignee(
  users: LinearUsers,
  { lead }: IncidentRecord,
  call: LinearCall,
): Promise<{ assignee?: Assignee; assigneeNote?: Reason }> {
  if (!lead) {
    return { assignee: { kind: 'none' } };
  }
  try {
    const found = await users.find(lead, call);
    return found.outcome === 'found'
      ? { assignee: { kind: 'user', id: found.id } }
      : {
          assignee: { kind: 'none' },
          assigneeNote: reason(
            found.cause === 'noEmail' ? 'leadWithoutEmail' : 'leadNotInLinear',
          ),
        };
  } catch (error) {
    if (isLinearError(error) || call.signal?.aborted) {
      throw error;
    }
    // The catalog does not respond; the other fields must not wait for it.
    return {};
  }
}

/** Address of an incident's page. */
export function entityPage(appUrl: string, ref: string): string {
  const [kind, rest] = incidentEntityRef(ref).split(':');
  const [namespace, name] = rest.split('/');
  return `${appUrl.replace(/\/$/, '')}/catalog/${namespace}/${kind}/${name}`;
}
