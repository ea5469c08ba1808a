import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from './queryKeys';
import { useCurrentUserRef } from './useCurrentUserRef';

/**
 * Entity ref of the signed-in user if the catalog has them: guests are in no
 * catalog, and the API accepts nobody whom the catalog does not know.
 */
export function useCatalogUserRef(): string | undefined {
  const catalogApi = useApi(catalogApiRef);
  const userRef = useCurrentUserRef();
  const { data } = useQuery({
    queryKey: queryKeys.catalogUser(userRef),
    enabled: userRef?.startsWith('user:') ?? false,
    staleTime: Infinity,
    queryFn: async () => {
      const { items } = await catalogApi.getEntitiesByRefs({
        entityRefs: userRef ? [userRef] : [],
        fields: ['kind'],
      });
      return items[0] ? userRef ?? null : null;
    },
  });
  return data ?? undefined;
}
