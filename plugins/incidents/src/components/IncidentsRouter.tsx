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

/** The incidents page, and the operations page beneath it. */
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
      </Routes>
    </IncidentsQueryProvider>
  );
}
