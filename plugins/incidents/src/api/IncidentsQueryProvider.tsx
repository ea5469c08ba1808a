import { useApi } from '@backstage/core-plugin-api';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ReactNode } from 'react';
import { describeFailure } from './describeFailure';
import { IncidentsApi, incidentsApiRef } from './incidentsApiRef';

// One cache per API instance: all cards of an app share it, apps (and tests) do not.
const queryClients = new WeakMap<IncidentsApi, QueryClient>();

function queryClientFor(api: IncidentsApi): QueryClient {
  const existing = queryClients.get(api);
  if (existing) return existing;
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // An internal Backstage may be reachable while the browser reports to be offline.
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 1 && describeFailure(error).kind === 'unavailable',
        retryDelay: 300,
      },
      mutations: { networkMode: 'always' },
    },
  });
  queryClients.set(api, client);
  return client;
}

/** Gives the plugin's components their own cache of server state. */
export function IncidentsQueryProvider(props: { children: ReactNode }) {
  const api = useApi(incidentsApiRef);
  return (
    <QueryClientProvider client={queryClientFor(api)}>
      {props.children}
    </QueryClientProvider>
  );
}
