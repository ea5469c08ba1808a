import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiAlarmWarningLine } from '@remixicon/react';
import { rootRouteRef } from '../routes';

/** The page of all incidents, and its entry in the navigation. */
export const incidentsPage = PageBlueprint.make({
  params: {
    path: '/incidents',
    title: 'Incidents',
    icon: <RiAlarmWarningLine />,
    routeRef: convertLegacyRouteRef(rootRouteRef),
    noHeader: true,
    loader: async () => {
      const { IncidentsRouter } = await import('../components/IncidentsRouter');
      return <IncidentsRouter />;
    },
  },
});
