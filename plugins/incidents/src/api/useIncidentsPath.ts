import { useRouteRef } from '@backstage/core-plugin-api';
import { rootRouteRef } from '../routes';

/** Path of the incidents page; absent in an app that leaves the page out. */
export function useIncidentsPath(): string | undefined {
  try {
    return useRouteRef(rootRouteRef)();
  } catch {
    // It throws when nothing is mounted at the route: then there is no page to link to.
    return undefined;
  }
}
