import {
  Incident,
  incidentEntityRef,
  Priority,
  PRIVATE_INCIDENT_TITLE,
  reason,
  Reason,
  RoutingDecision,
  Severity,
} from '@backstage-incidents/incidents-common';
import { RuleItem } from '../actionItems/autoComplete';
import { priorityNumber } from '../actionItems/linearValues';
import {
  AutoCompleteSettings,
  ConfiguredLinearSettings,
  StatesSettings,
} from '../config';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isLinearError, LinearCall, LinearPriority } from '../linear';
import { ParentIssueDeps } from './deps';
import { Assignee, Attachment } from './fieldRecords';
import { LinearUsers } from './linearUsers';
import { ParentIssueRecord } from './ParentIssueRecord';
import { parentIssueDescription, TemplateIncident } from './templates';

/** The desired state of a parent issue, field by field. */
export interface DesiredParentIssue {
  /** We created it: its text is ours to write, and redaction always holds. Any other issue's text is people's. */
  isOurs: boolean;
  /** The incident is private. */
  redacted: boolean;
  /** Which fields beside the text may not show what they would say of a private incident. */
  hides: Record<'assignee' | 'priority' | 'labels', boolean>;
  title: string;
  /** Text for creation and after redaction; `undefined` while redacted. */
  description: string | undefined;
  /** `undefined`: the lead could not be looked up; the assignee is left alone. */
  assignee: Assignee | undefined;
  priority: LinearPriority;
  /** What the state rule needs beside the parent issue itself. */
  stateRule: {
    incidentStatus: Incident['status'];
    items: readonly RuleItem[];
    settings: AutoCompleteSettings;
    states: StatesSettings;
  };
  /** Ids of the route's labels, shown or not; `undefined`: none were looked up. */
  labelIds: readonly string[] | undefined;
  /** Those of them that are to be there. */
  shownLabelIds: readonly string[] | undefined;
  attachment: Attachment;
}

/** What desired state takes of the stored parent issue. */
type DesiredParent = Pick<ParentIssueRecord, 'origin' | 'route' | 'fields'>;

interface DesiredDeps extends Pick<ParentIssueDeps, 'settings' | 'appUrl'> {
  linearSettings: Pick<ConfiguredLinearSettings, 'syncIdentifiers' | 'states'>;
}

/** Desired state of a parent issue: a function of the incident and its items. */
export function desiredParentIssue(
  { settings, linearSettings, appUrl }: DesiredDeps,
  options: {
    incident: TemplateIncident;
    parent: DesiredParent;
    /** All sub-issues, shown or not, and all shown related issues. */
    items: readonly RuleItem[];
    /** The lead in Linear, `none` if there is no lead or Linear does not know them. */
    assignee: Assignee | undefined;
    /** Ids of the route's labels in Linear; by default those known of the parent. */
    labelIds?: readonly string[];
  },
): DesiredParentIssue {
  const { incident, items } = options;
  const { origin, route, fields } = options.parent;
  const { labelIds = fields.labels?.route ?? fields.labels?.added } = options;
  const redacted = incident.visibility === 'private';
  const { showInLinear } = settings.privacy;
  const hides = {
    assignee: redacted && !showInLinear.includes('assignee'),
    priority: redacted && !showInLinear.includes('priority'),
    labels: redacted && !showInLinear.includes('labels'),
  };
  const url = entityPage(appUrl, incident.ref);
  return {
    isOurs: origin === 'created',
    redacted,
    hides,
    title: parentIssueTitle(incident, linearSettings),
    description: parentIssueDescription(incident, url, route?.template),
    assignee: hides.assignee ? { kind: 'none' } : options.assignee,
    priority: priorityNumber(
      hides.priority ? 'none' : parentIssuePriority(incident.severity, route),
    ),
    stateRule: {
      incidentStatus: incident.status,
      items,
      settings: settings.actionItems.autoComplete,
      states: linearSettings.states,
    },
    labelIds,
    shownLabelIds: labelIds && hides.labels ? [] : labelIds,
    // The same for every incident but for its number, so that it never has anything to redact.
    attachment: {
      url,
      title: `Incident ${incident.ref}`,
      subtitle: 'Backstage',
    },
  };
}

/**
 * Gathers what desired state is a function of.
 *
 * @returns also why there is no assignee although there is a lead
 * @throws the gateway's errors; without the catalog the assignee is left alone
 */
export async function buildDesiredState(
  deps: DesiredDeps & Pick<ParentIssueDeps, 'actionItems' | 'users'>,
  options: {
    incident: IncidentRecord;
    parent: DesiredParent;
    labelIds?: readonly string[];
    call: LinearCall;
  },
): Promise<{ desired: DesiredParentIssue; assigneeNote: Reason | undefined }> {
  const { incident, call } = options;
  const items = await deps.actionItems.listForStateRule(incident.number);
  const isHidden =
    incident.visibility === 'private' &&
    !deps.settings.privacy.showInLinear.includes('assignee');
  const { assignee, assigneeNote } = isHidden
    ? {}
    : await findAssignee(deps.users, incident, call);
  return {
    assigneeNote,
    desired: desiredParentIssue(deps, {
      ...options,
      items: items.map(({ status, source }) => ({
        status,
        source,
        isDirectSubIssue: source === 'child',
      })),
      assignee,
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

const PRIORITY_BY_SEVERITY: Record<Severity, Priority> = {
  sev1: 'urgent',
  sev2: 'high',
  sev3: 'medium',
  sev4: 'low',
  sev5: 'low',
};

/** Priority of the parent issue: the route's, else by severity. */
export function parentIssuePriority(
  severity: Severity,
  route?: Pick<RoutingDecision, 'priority'>,
): Priority {
  return route?.priority ?? PRIORITY_BY_SEVERITY[severity];
}

/**
 * Title of the parent issue: `[INC-n] title`, or the bare title where the
 * issue has the incident's own number. A private incident's title is never
 * part of it.
 */
export function parentIssueTitle(
  incident: Pick<Incident, 'ref' | 'title' | 'visibility'>,
  { syncIdentifiers }: { syncIdentifiers: boolean },
): string {
  const title =
    incident.visibility === 'private' ? PRIVATE_INCIDENT_TITLE : incident.title;
  return syncIdentifiers ? title : `[${incident.ref}] ${title}`;
}
