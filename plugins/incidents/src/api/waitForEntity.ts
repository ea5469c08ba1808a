import { CatalogApi } from '@backstage/plugin-catalog-react';

const PAUSE_MILLISECONDS = 500;
const ATTEMPTS = 30;

/**
 * Waits, some seconds at most, until the catalog has taken in an entity, and
 * returns whether it has.
 */
export async function waitForEntity(options: {
  catalogApi: CatalogApi;
  entityRef: string;
}): Promise<boolean> {
  const { catalogApi, entityRef } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // By refs, because asking for one that is not there is an error to browsers.
    // A catalog that fails is for the entity's own page to report.
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
