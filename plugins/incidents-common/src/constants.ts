/** The catalog kind under which incidents appear. @public */
export const INCIDENT_KIND = 'Incident';

/** The apiVersion of kind Incident. @public */
export const INCIDENT_API_VERSION = 'incidents/v1alpha1';

/** The catalog namespace of all incident entities. @public */
export const INCIDENT_NAMESPACE = 'default';

/** From an incident to the affected entities. @public */
export const RELATION_AFFECTS = 'affects';

/** From an entity to the incidents that affect it. @public */
export const RELATION_AFFECTED_BY = 'affectedBy';

/** From an incident to the user who leads the response. @public */
export const RELATION_LED_BY = 'ledBy';

/** From a user to the incidents they lead. @public */
export const RELATION_LEADS = 'leads';

/** UUID of the incident's parent issue in Linear. @public */
export const LINEAR_ISSUE_ID_ANNOTATION = 'linear.app/issue-id';

/** Display identifier of the parent issue, for example `PAY-214`. @public */
export const LINEAR_ISSUE_IDENTIFIER_ANNOTATION = 'linear.app/issue-identifier';

/** On an affected entity: the key of the Linear team that gets its incidents' parent issues. @public */
export const LINEAR_TEAM_KEY_ANNOTATION = 'linear.app/team-key';

/** On a user: the UUID of their user in Linear; wins over the email address. @public */
export const LINEAR_USER_ID_ANNOTATION = 'linear.app/user-id';

/** Events topic of the incidents backend. Payloads carry ids only. @public */
export const INCIDENTS_EVENTS_TOPIC = 'incidents';

/** Signals channel of the incidents backend. @public */
export const INCIDENTS_SIGNALS_CHANNEL = 'incidents';

/** Shown instead of the title of a private incident to people without access. @public */
export const PRIVATE_INCIDENT_TITLE = 'Private incident';
