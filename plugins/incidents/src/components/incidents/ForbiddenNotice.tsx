import { Alert } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';

/** Says which permission the page needs. */
export function ForbiddenNotice() {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      icon
      status="info"
      title={t('incidents.forbiddenTitle')}
      description={t('incidents.forbidden')}
    />
  );
}
