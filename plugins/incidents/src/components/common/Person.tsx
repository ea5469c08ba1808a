import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import { useUserPicture } from '../../api/useUserPicture';
import { PersonName } from './PersonName';

/** A catalog user by avatar and display name, as a link to their page. */
export function Person(props: { userRef: string }) {
  const { userRef } = props;
  const { primaryTitle } = useEntityPresentation(userRef);
  return (
    <PersonName
      name={primaryTitle}
      userRef={userRef}
      avatarUrl={useUserPicture(userRef)}
    />
  );
}
