import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import {
  ALL_RELATION_PAIRS,
  ALL_RELATIONS,
  catalogGraphApiRef,
  DefaultCatalogGraphApi,
} from '@backstage/plugin-catalog-graph';

/** Shows the relations of incidents beside Backstage's own. */
export const catalogGraphModule = createFrontendModule({
  pluginId: 'catalog-graph',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogGraphApiRef,
          deps: {},
          factory: () =>
            new DefaultCatalogGraphApi({
              knownRelations: [
                ...ALL_RELATIONS,
                'affects',
                'affectedBy',
                'ledBy',
                'leads',
              ],
              knownRelationPairs: [
                ...ALL_RELATION_PAIRS,
                ['affects', 'affectedBy'],
                ['ledBy', 'leads'],
              ],
              defaultRelationTypes: { exclude: [] },
            }),
        }),
    }),
  ],
});
