import { INCIDENT_DOCUMENT_TYPE } from '@backstage-incidents/incidents-common';
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import { RiAlarmWarningLine } from '@remixicon/react';

/** An incident among the results of Backstage's search. */
export const incidentSearchResult = SearchResultListItemBlueprint.make({
  name: 'incident',
  params: {
    predicate: result => result.type === INCIDENT_DOCUMENT_TYPE,
    component: async () => {
      const { IncidentSearchResult } = await import(
        '../components/search/IncidentSearchResult'
      );
      return IncidentSearchResult;
    },
  },
});

/** Lets the search page show incidents only. */
export const incidentSearchType = SearchFilterResultTypeBlueprint.make({
  name: 'incident',
  params: {
    value: INCIDENT_DOCUMENT_TYPE,
    name: 'Incidents',
    icon: <RiAlarmWarningLine />,
  },
});
