import { Alert } from '@backstage/ui';
import { useWords } from '../../words/useWords';

/** Says which permission the page needs. */
export function ForbiddenNotice() {
  const { t } = useWords();
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
