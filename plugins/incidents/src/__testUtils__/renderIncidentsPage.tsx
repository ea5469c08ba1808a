import { Incident, reason } from '@backstage-incidents/incidents-common';
import { Entity } from '@backstage/catalog-model';
import { useLocation } from 'react-router-dom';
import { IncidentsPage } from '../components/incidents/IncidentsPage';
import { entity } from './entities';
import { Answer, handlers, json } from './handlers';
import { linearStatus } from './linearStatus';
import { renderWithIncidents } from './renderWithIncidents';
import { facets, statistics } from './statistics';

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
}

/** One page of the list, as the backend responds with it. */
export interface ListAnswer {
  items: Incident[];
  totalItems: number;
  nextCursor?: string;
}

/**
 * Renders the incidents page with an output named "address", and records
 * the requests to `GET /incidents` and `GET /statistics`.
 */
export function renderIncidentsPage(
  list: (params: URLSearchParams) => ListAnswer,
  options: {
    path?: string;
    more?: Record<string, Answer>;
    permissions?: Parameters<typeof renderWithIncidents>[1]['permissions'];
    /** Default: Ada Olsen, whom the catalog knows. */
    userEntityRef?: string;
    groups?: string[];
    stored?: Parameters<typeof renderWithIncidents>[1]['stored'];
    /** Further entities of the catalog. */
    entities?: Entity[];
    /** Whether the catalog knows INC-43. */
    hasEntity?: boolean;
  } = {},
) {
  const asked = {
    lists: new Array<URLSearchParams>(),
    statistics: new Array<URLSearchParams>(),
  };
  const paramsOf = (request: Request) => new URL(request.url).searchParams;
  renderWithIncidents(
    <>
      <IncidentsPage operationsPath="/incidents/operations" />
      <Address />
    </>,
    {
      path: options.path,
      permissions: options.permissions,
      userEntityRef: options.userEntityRef,
      groups: options.groups,
      stored: options.stored,
      entities: [
        entity('Component', 'checkout'),
        entity('User', 'ada.olsen'),
        ...(options.entities ?? []),
        ...(options.hasEntity === false ? [] : [entity('Incident', 'inc-43')]),
      ],
      handlers: handlers({
        'get /incidents': request => {
          asked.lists.push(paramsOf(request));
          return json(list(paramsOf(request)));
        },
        'get /statistics': request => {
          asked.statistics.push(paramsOf(request));
          return json(statistics());
        },
        'get /facets': facets(),
        'get /linear/status': linearStatus(),
        'post /routing/preview': {
          team: 'PAY',
          labels: [],
          rule: 'payments',
          reason: reason('ruleMatched', {
            rule: 'payments',
            conditions: ['severity: sev1'],
          }),
          passedOver: [
            {
              rule: 'security',
              because: reason('ruleNotMatched', {
                conditions: ['visibility: private'],
              }),
            },
          ],
        },
        ...options.more,
      }),
    },
  );
  return asked;
}
