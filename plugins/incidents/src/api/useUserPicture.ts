import { useApiHolder } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { queryKeys } from './queryKeys';

const withPicture = z.object({
  spec: z.object({ profile: z.object({ picture: z.string() }) }),
});

/** The picture in a user's profile, if the catalog has one. */
export function useUserPicture(userRef: string): string | undefined {
  const catalogApi = useApiHolder().get(catalogApiRef);
  const { data } = useQuery({
    queryKey: queryKeys.userPicture(userRef),
    enabled: catalogApi !== undefined,
    staleTime: Infinity,
    queryFn: async () => {
      const answer = await catalogApi?.getEntitiesByRefs({
        entityRefs: [userRef],
        fields: ['kind', 'metadata.name', 'spec.profile.picture'],
      });
      const user = withPicture.safeParse(answer?.items[0]);
      return user.success ? user.data.spec.profile.picture : '';
    },
  });
  return data;
}
