import {
  ActionItemSource,
  Priority,
  Severity,
  Visibility,
} from '@backstage-incidents/incidents-common';

/** A fault in the configuration that does not stop the plugin. */
export interface ConfigFault {
  /** Full key, for example `incidents.linear.routing.rules[0].use.team`. */
  key: string;
  /** What is wrong and what is allowed. */
  message: string;
}

/** Everything under the key `incidents`, validated, with defaults applied. */
export interface IncidentsSettings {
  /** Upper case; incident 42 of prefix `INC` is `INC-42`. */
  prefix: string;
  privacy: {
    /** Full entity refs, lower case, of users and groups who see every private incident. */
    readers: string[];
  };
  /** Full entity refs, lower case, of users and groups who are told when work needs a person. */
  operators: string[];
  linear: LinearSettings;
  actionItems: ActionItemsSettings;
  sync: SyncSettings;
  retention: {
    webhooksMs: number;
    idempotencyKeysMs: number;
  };
  /** What is suspicious but does not stop the plugin; shown to operators. */
  configFaults: ConfigFault[];
}

/** Either Linear is configured completely or not at all. */
export type LinearSettings =
  | { kind: 'notConfigured' }
  | ConfiguredLinearSettings;

export interface ConfiguredLinearSettings {
  kind: 'configured';
  apiUrl: string;
  tokenUrl: string;
  auth: LinearAuthSettings;
  /** None, one, or two while rotating. None: the webhook route answers 404. */
  webhookSecrets: string[];
  webhookMaxAgeMs: number;
  /** Share (0 to 1) of the rate budget that background work leaves to people. */
  budgetReserve: number;
  syncIdentifiers: boolean;
  identifierGapLimit: number;
  routing: RoutingSettings;
  states: StatesSettings;
  /** Comment templates; the empty string means no comment. */
  comments: { completed: string; reopened: string };
}

export type LinearAuthSettings =
  | { kind: 'apiKey'; apiKey: string }
  | { kind: 'oauth'; clientId: string; clientSecret: string; scopes: string[] };

export interface RoutingSettings {
  /** True: `linear.app/team-key` on an affected entity names the team. */
  entityTeamAnnotation: boolean;
  /** In order, first match wins. */
  rules: RoutingRule[];
  default: RouteTarget;
}

export interface RoutingRule {
  name: string;
  when: RoutingConditions;
  use: RouteTarget;
}

/**
 * All non-empty lists must hold, any value of a list suffices; an empty list
 * is a condition that was not given. Entity refs are full and lower case,
 * kinds and types lower case, labels as configured.
 */
export interface RoutingConditions {
  severity: Severity[];
  visibility: Visibility[];
  labels: string[];
  /** Groups the lead is a member of. */
  leadGroup: string[];
  /** One and the same affected entity must satisfy all of these. */
  affects: AffectsConditions;
}

export interface AffectsConditions {
  refs: string[];
  kind: string[];
  type: string[];
  system: string[];
  domain: string[];
  owner: string[];
}

/** What an incident's parent issue is created with. */
export interface RouteTarget {
  /** Team key, upper case. */
  team: string;
  /** Name of a project of the team. */
  project?: string;
  /** Names of labels to add. */
  labels: string[];
  priority?: Priority;
  /** Description template. */
  template?: string;
  /** Name of the workflow state at creation. */
  state?: string;
}

/** Names of the workflow states the parent issue is moved to. */
export interface StateNames {
  open?: string;
  completed?: string;
  canceled?: string;
}

export interface StatesSettings {
  default: StateNames;
  /** By team key, upper case; a name given here wins over the default. */
  teams: Record<string, StateNames>;
}

export interface ActionItemsSettings {
  /** Which issues are shown as action items. */
  sources: ActionItemSource[];
  /** Milliseconds from the item's creation to its due instant; absent: none. */
  dueWithinMs: Partial<Record<Priority, number>>;
  autoComplete: AutoCompleteSettings;
  reminders: { enabled: boolean; beforeMs: number; everyMs: number };
}

export interface AutoCompleteSettings {
  /** Items of these sources decide whether the parent issue is complete. */
  counts: ActionItemSource[];
  /** True: the parent issue is completed only when the incident is closed. */
  requireClosedIncident: boolean;
}

export interface SyncSettings {
  /** Interval of the delta task. */
  frequencyMs: number;
  /** Per incident: age from which a view triggers a refresh. */
  throttleMs: number;
  /** Interval of the full sweep. */
  fullSweepMs: number;
  /** Share (0 to 1) of items gone at once from which a sweep waits for an operator. */
  maxDisappearing: number;
  /** Time without any webhook after which webhooks count as silent. */
  webhookSilenceMs: number;
}
