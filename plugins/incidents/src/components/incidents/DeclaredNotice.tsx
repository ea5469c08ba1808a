import { Incident } from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, ButtonLink } from '@backstage/ui';
import { useListWords } from '../../words/useListWords';

/** Says that an incident is there though the catalog does not have its page yet. */
export function DeclaredNotice(props: { incident: Incident }) {
  const { ref, entityRef } = props.incident;
  const { t } = useListWords();
  const entityLink = useEntityRefLink();
  return (
    <Alert
      role="status"
      icon
      status="success"
      title={t('incidents.declaredTitle', { ref })}
      description={t('incidents.declaredLater')}
      customActions={
        <ButtonLink
          size="small"
          variant="secondary"
          href={entityLink(entityRef)}
        >
          {t('incidents.declaredOpen', { ref })}
        </ButtonLink>
      }
    />
  );
}
