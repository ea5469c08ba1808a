import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, ButtonLink } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { Declared } from './useDeclaring';

/** Says that an incident was declared although its page was not opened. */
export function DeclaredNotice(props: Declared) {
  const { ref, entityRef } = props.incident;
  const { t } = useTranslation();
  const entityLink = useEntityRefLink();
  return (
    <Alert
      role="status"
      icon
      status="success"
      title={t('incidents.declaredTitle', { ref })}
      description={props.hasPage ? undefined : t('incidents.declaredLater')}
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
