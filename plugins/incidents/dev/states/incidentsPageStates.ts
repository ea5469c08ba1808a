import { Answer } from '../../src/__testUtils__/handlers';
import { GalleryState } from '../GalleryState';
import { failures, never } from './common';
import {
  listAnswer,
  listedIncidents,
  noStatistics,
  statistics,
} from './listedIncidents';
import { routingAnswer } from './operationsStates';

/** A state of the incidents page. */
export function incidentsPageState(
  name: string,
  list: Answer,
  more: Partial<GalleryState> = {},
): GalleryState {
  return {
    name,
    ...more,
    routes: {
      'get /incidents': list,
      'get /statistics': statistics,
      'get /facets': {
        labels: [
          { label: 'payments', count: 31 },
          { label: 'customer-visible', count: 12 },
        ],
        teams: [
          { team: 'PAY', count: 120 },
          { team: 'INC', count: 80 },
        ],
      },
      'post /routing/preview': routingAnswer,
      ...more.routes,
    },
  };
}

/** The incidents page with many, few and no incidents, and without an answer. */
export const incidentsPageStates: GalleryState[] = [
  incidentsPageState('Many incidents', listAnswer(listedIncidents)),
  incidentsPageState('Few incidents', listAnswer(listedIncidents.slice(0, 3))),
  incidentsPageState('With charts', listAnswer(listedIncidents.slice(0, 3)), {
    presses: [/^Show charts$/],
  }),
  incidentsPageState('No incidents yet', listAnswer([]), {
    routes: {
      'get /statistics': noStatistics,
      'get /facets': { labels: [], teams: [] },
    },
  }),
  incidentsPageState(
    'For those who may only read',
    listAnswer(listedIncidents.slice(0, 3)),
    { permitted: 'reading' },
  ),
  incidentsPageState('Loading', never, {
    routes: { 'get /statistics': never, 'get /facets': never },
  }),
  ...Object.entries(failures)
    .filter(([name]) => name !== 'Not found')
    .map(([name, answer]) =>
      incidentsPageState(name, answer, {
        routes: { 'get /statistics': answer, 'get /facets': answer },
      }),
    ),
];
