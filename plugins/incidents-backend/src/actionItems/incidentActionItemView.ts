import {
  IncidentActionItem,
  incidentEntityRef,
} from '@backstage-incidents/incidents-common';
import { ItemOfIncident } from './findActionItems';
import { incidentRef } from '../incidents/incidentRef';
import { actionItemView } from './ActionItemViews';

/** An action item with its incident, as readers of that incident get it. */
export function incidentActionItemView(options: {
  found: ItemOfIncident;
  prefix: string;
  now: Date;
}): IncidentActionItem {
  const { found, prefix, now } = options;
  const { number, title, severity, status, visibility } = found.incident;
  const ref = incidentRef(prefix, number);
  return {
    incident: {
      ref,
      entityRef: incidentEntityRef(ref),
      title,
      severity,
      status,
      visibility,
    },
    actionItem: actionItemView(found.item, now),
  };
}
