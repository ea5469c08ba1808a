import { ActionServices } from './ActionServices';
import { registerCreateActionItem } from './registerCreateActionItem';
import { registerCreateIncident } from './registerCreateIncident';
import { registerExplainRouting } from './registerExplainRouting';
import { registerGetIncident } from './registerGetIncident';
import { registerListActionItems } from './registerListActionItems';
import { registerListIncidents } from './registerListIncidents';
import { registerTransitionActionItem } from './registerTransitionActionItem';

/** Everything agents may do, each authorized by the credentials it is called with. */
export function registerActions(services: ActionServices): void {
  registerListIncidents(services);
  registerGetIncident(services);
  registerListActionItems(services);
  registerCreateIncident(services);
  registerCreateActionItem(services);
  registerTransitionActionItem(services);
  registerExplainRouting(services);
}
