import { Link } from '@backstage/ui';
import {
  useEntityPresentation,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';

/** An entity by its display name, as a link to its page. */
export function EntityLink(props: { entityRef: string }) {
  const { entityRef } = props;
  const { primaryTitle, secondaryTitle } = useEntityPresentation(entityRef);
  const entityLink = useEntityRefLink();
  return (
    <Link href={entityLink(entityRef)} title={secondaryTitle ?? entityRef}>
      {primaryTitle}
    </Link>
  );
}
