import { CatalogApi } from '@backstage/plugin-catalog-react';

const PAUSE_MILLISECONDS = 500;
const ATTEMPTS = 30;

/**
 * Waits a few seconds at most until the catalog has an entity, and returns
 * whether it does.
 */
export async function waitForEntity(options: {
  catalogApi: CatalogApi;
  entityRef: string;
}): Promise<boolean> {
  const { catalogApi, entityRef } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // By refs, because a 404 for a missing entity is an error in the browser console.
    // The entity's own page reports errors of the catalog.
    const found = await catalogApi
      .getEntitiesByRefs({ entityRefs: [entityRef] })
      .then(
        ({ items }) => items[0] !== undefined,
        () => true,
      );
    if (found) return true;
    await new Promise(resolve => {
      setTimeout(resolve, PAUSE_MILLISECONDS);
    });
  }
  return false;
}
