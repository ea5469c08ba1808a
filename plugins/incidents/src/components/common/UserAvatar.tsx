import { Avatar } from '@backstage/ui';
import { safeHref } from './safeHref';

/** A small picture of a user, or the first letter of their name. */
export function UserAvatar(props: { name: string; src?: string }) {
  const { name, src } = props;
  return (
    <Avatar
      size="x-small"
      purpose="decoration"
      name={name}
      src={safeHref(src) ?? ''}
    />
  );
}
