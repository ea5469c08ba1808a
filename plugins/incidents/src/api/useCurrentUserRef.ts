import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from './queryKeys';

/** Entity ref of the signed-in user, in lower case, once it is known. */
export function useCurrentUserRef(): string | undefined {
  const identityApi = useApi(identityApiRef);
  const { data } = useQuery({
    queryKey: queryKeys.currentUser(),
    staleTime: Infinity,
    queryFn: async () => {
      const { userEntityRef } = await identityApi.getBackstageIdentity();
      return userEntityRef.toLocaleLowerCase('en-US');
    },
  });
  return data;
}
