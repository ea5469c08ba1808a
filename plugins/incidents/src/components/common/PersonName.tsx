import { Link } from '@backstage/ui';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { UserAvatar } from './UserAvatar';
import styles from './PersonName.module.css';

/** An avatar and a name; a link when the person is in the catalog. */
export function PersonName(props: {
  name: string;
  userRef?: string;
  avatarUrl?: string;
}) {
  const { name, userRef, avatarUrl } = props;
  const entityLink = useEntityRefLink();
  return (
    <span className={styles.person} title={name}>
      <UserAvatar name={name} src={avatarUrl} />
      {userRef ? (
        <Link
          href={entityLink(userRef)}
          standalone
          color="primary"
          variant="body-small"
          className={styles.name}
        >
          {name}
        </Link>
      ) : (
        <span className={styles.name}>{name}</span>
      )}
    </span>
  );
}
