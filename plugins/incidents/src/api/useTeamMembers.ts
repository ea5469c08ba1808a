import { stringifyEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from './queryKeys';

/** The most values that a filter of the API takes. */
const MOST = 100;

/** Entity refs of the direct members of the user's groups, once they are known; empty without groups. */
export function useTeamMembers(): string[] | undefined {
  const identityApi = useApi(identityApiRef);
  const catalogApi = useApi(catalogApiRef);
  const { data } = useQuery({
    queryKey: queryKeys.teamMembers(),
    staleTime: Infinity,
    queryFn: async () => {
      const { ownershipEntityRefs } = await identityApi.getBackstageIdentity();
      const groups = ownershipEntityRefs.filter(ref =>
        ref.toLocaleLowerCase('en-US').startsWith('group:'),
      );
      if (groups.length === 0) return [];
      const { items } = await catalogApi.queryEntities({
        filter: { kind: 'User', 'relations.memberOf': groups },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit: MOST,
      });
      return items.map(user =>
        stringifyEntityRef(user).toLocaleLowerCase('en-US'),
      );
    },
  });
  return data;
}
