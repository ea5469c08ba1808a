import { setTimeout } from 'node:timers/promises';
import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';

const PAUSE_MILLISECONDS = 500;
const ATTEMPTS = 30;

/** Whether the catalog has an entity; `unavailable`: it failed, so nobody knows. */
export type EntityPresence = 'present' | 'absent' | 'unavailable';

/**
 * Waits about 15 seconds at most until the catalog has an entity, and returns
 * whether it does. A catalog that fails is not waited for.
 */
export async function waitForEntity(
  entityRef: string,
  options: {
    auth: AuthService;
    catalog: CatalogService;
    /** Waits between two attempts. */
    pause?: (milliseconds: number) => Promise<unknown>;
  },
): Promise<EntityPresence> {
  const { auth, catalog, pause = setTimeout } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // As the service: whether the user may read the entity is another question.
    const credentials = await auth.getOwnServiceCredentials();
    try {
      if (await catalog.getEntityByRef(entityRef, { credentials })) {
        return 'present';
      }
    } catch {
      return 'unavailable';
    }
    await pause(PAUSE_MILLISECONDS);
  }
  return 'absent';
}
