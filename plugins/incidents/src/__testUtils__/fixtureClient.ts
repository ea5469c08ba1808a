import { IncidentsClient } from '@backstage-incidents/incidents-common';
import { getResponse, RequestHandler } from 'msw';
import { FIXTURE_BASE_URL } from './handlers';

/**
 * The real client over msw handlers, without a network or a service worker.
 * A request without a handler never gets a response.
 */
export function fixtureClient(handlers: RequestHandler[]): IncidentsClient {
  return new IncidentsClient({
    discoveryApi: { getBaseUrl: async () => FIXTURE_BASE_URL },
    fetchApi: {
      fetch: async (input, init) => {
        const response = await getResponse(
          handlers,
          new Request(input, { ...init, signal: null }),
        );
        return response ?? new Promise<Response>(() => {});
      },
    },
  });
}
