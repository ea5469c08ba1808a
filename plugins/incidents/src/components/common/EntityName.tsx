import { useEntityPresentation } from '@backstage/plugin-catalog-react';

/** An entity by its display name, without a link. */
export function EntityName(props: { entityRef: string }) {
  const { entityRef } = props;
  const { primaryTitle, secondaryTitle } = useEntityPresentation(entityRef);
  return <span title={secondaryTitle ?? entityRef}>{primaryTitle}</span>;
}
