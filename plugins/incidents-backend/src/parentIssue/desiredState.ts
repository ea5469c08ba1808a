import {
  Incident,
  Priority,
  PRIVATE_INCIDENT_TITLE,
  RoutingDecision,
  Severity,
} from '@backstage-incidents/incidents-common';
import { RuleItem } from '../actionItems/autoComplete';
import { priorityNumber } from '../actionItems/linearValues';
import {
  AutoCompleteSettings,
  IncidentsSettings,
  StatesSettings,
} from '../config';
import type { LinearPriority } from '../linear';
import { Assignee, Attachment } from './fieldRecords';
import { ParentIssueRecord } from './ParentIssueRecord';
import { parentIssueDescription } from './templates';

/** The desired state of a parent issue, field by field. */
export interface DesiredParentIssue {
  /** We created it: its text is ours to write, and redaction always holds. Any other issue's text is people's. */
  isOurs: boolean;
  /** The incident is private. */
  redacted: boolean;
  /** What is redacted beside the text. */
  hides: HiddenFields;
  title: string;
  /** Text for creation and after redaction; `undefined` while redacted. */
  description: string | undefined;
  /** `undefined`: the lead could not be looked up; the assignee is left alone. */
  assignee: Assignee | undefined;
  priority: LinearPriority;
  /** Name of the state at creation; `undefined`: the team's default. */
  stateAtCreation: string | undefined;
  /** What the state rule needs beside the parent issue itself. */
  stateRule: {
    incidentStatus: Incident['status'];
    items: readonly RuleItem[];
    settings: AutoCompleteSettings;
    states: StatesSettings;
  };
  /** Ids of the route's labels, to be there unless they are hidden; `undefined`: none were looked up. */
  labelIds: readonly string[] | undefined;
  attachment: Attachment;
}

/** Desired state of a parent issue: a function of the incident and its items. */
export function desiredParentIssue(options: {
  incident: Pick<
    Incident,
    'ref' | 'title' | 'summary' | 'severity' | 'status' | 'visibility'
  >;
  origin: ParentIssueRecord['origin'];
  route: Pick<RoutingDecision, 'priority' | 'template' | 'state'>;
  settings: {
    showInLinear: ShowInLinear;
    syncIdentifiers: boolean;
    states: StatesSettings;
    autoComplete: AutoCompleteSettings;
  };
  /** All sub-issues, shown or not, and all shown related issues. */
  items: readonly RuleItem[];
  /** The lead in Linear, `none` if there is no lead or Linear does not know them. */
  assignee: Assignee | undefined;
  /** Ids of the route's labels in Linear. */
  labelIds: readonly string[] | undefined;
  /** Address of the incident's page. */
  url: string;
}): DesiredParentIssue {
  const { incident, route, settings, items, url } = options;
  const { syncIdentifiers } = settings;
  const hides = hiddenFields(incident, settings.showInLinear);
  return {
    isOurs: options.origin === 'created',
    redacted: incident.visibility === 'private',
    hides,
    title: parentIssueTitle({ incident, syncIdentifiers }),
    description: parentIssueDescription({
      incident,
      template: route.template,
      url,
    }),
    assignee: hides.assignee ? { kind: 'none' } : options.assignee,
    priority: priorityNumber(
      hides.priority
        ? 'none'
        : parentIssuePriority({ severity: incident.severity, route }),
    ),
    stateAtCreation: route.state,
    stateRule: {
      incidentStatus: incident.status,
      items,
      settings: settings.autoComplete,
      states: settings.states,
    },
    labelIds: options.labelIds,
    attachment: attachmentOf(incident.ref, url),
  };
}

/** Which fields may not show what they would say of a private incident. */
export type HiddenFields = Record<'assignee' | 'priority' | 'labels', boolean>;

type ShowInLinear = IncidentsSettings['privacy']['showInLinear'];

export function hiddenFields(
  { visibility }: Pick<Incident, 'visibility'>,
  showInLinear: ShowInLinear,
): HiddenFields {
  const hides = (field: keyof HiddenFields) =>
    visibility === 'private' && !showInLinear.includes(field);
  return {
    assignee: hides('assignee'),
    priority: hides('priority'),
    labels: hides('labels'),
  };
}

/** Ids of the labels that are to be there. */
export function shownLabelIds({
  hides,
  labelIds,
}: Pick<DesiredParentIssue, 'hides' | 'labelIds'>):
  | readonly string[]
  | undefined {
  return labelIds && hides.labels ? [] : labelIds;
}

/**
 * The same for every incident but for its number, so that it never has
 * anything to redact.
 */
function attachmentOf(ref: string, url: string): Attachment {
  return { url, title: `Incident ${ref}`, subtitle: 'Backstage' };
}

const PRIORITY_BY_SEVERITY: Record<Severity, Priority> = {
  sev1: 'urgent',
  sev2: 'high',
  sev3: 'medium',
  sev4: 'low',
  sev5: 'low',
};

/** Priority of the parent issue: the route's, else by severity. */
export function parentIssuePriority(options: {
  severity: Severity;
  route: Pick<RoutingDecision, 'priority'>;
}): Priority {
  return options.route.priority ?? PRIORITY_BY_SEVERITY[options.severity];
}

/**
 * Title of the parent issue: `[INC-n] title`, or the bare title where the
 * issue has the incident's own number. A private incident's title is never
 * part of it.
 */
export function parentIssueTitle(options: {
  incident: Pick<Incident, 'ref' | 'title' | 'visibility'>;
  syncIdentifiers: boolean;
}): string {
  const { incident, syncIdentifiers } = options;
  const title =
    incident.visibility === 'private' ? PRIVATE_INCIDENT_TITLE : incident.title;
  return syncIdentifiers ? title : `[${incident.ref}] ${title}`;
}
