import { useRouteRef } from '@backstage/core-plugin-api';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { IncidentsQueryProvider } from '../api/IncidentsQueryProvider';
import { rootRouteRef } from '../routes';
import { IncidentsPage } from './incidents/IncidentsPage';

const OperationsPage = lazy(() =>
  import('./operations/OperationsPage').then(module => ({
    default: module.OperationsPage,
  })),
);

const IncidentPage = lazy(() =>
  import('./incident/IncidentPage').then(module => ({
    default: module.IncidentPage,
  })),
);

/** The incidents page, and beneath it the operations page and one for each incident. */
export function IncidentsRouter() {
  const root = useRouteRef(rootRouteRef)();
  return (
    <IncidentsQueryProvider>
      <Routes>
        <Route
          path="/"
          element={<IncidentsPage operationsPath={`${root}/operations`} />}
        />
        <Route
          path="/operations"
          element={
            <Suspense fallback={null}>
              <OperationsPage incidentsPath={root} />
            </Suspense>
          }
        />
        <Route
          path="/:ref"
          element={
            <Suspense fallback={null}>
              <IncidentPage incidentsPath={root} />
            </Suspense>
          }
        />
      </Routes>
    </IncidentsQueryProvider>
  );
}
