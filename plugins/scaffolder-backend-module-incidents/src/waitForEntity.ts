import { setTimeout } from 'node:timers/promises';
import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';

const PAUSE_MILLISECONDS = 500;
const ATTEMPTS = 30;

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
): Promise<boolean> {
  const { auth, catalog, pause = setTimeout } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // As the service: whether the user may read the entity is another question.
    const hasEntity = await catalog
      .getEntityByRef(entityRef, {
        credentials: await auth.getOwnServiceCredentials(),
      })
      .then(
        entity => entity !== undefined,
        () => undefined,
      );
    if (hasEntity !== false) return hasEntity ?? false;
    await pause(PAUSE_MILLISECONDS);
  }
  return false;
}
