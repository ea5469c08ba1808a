import { Alert } from '@backstage/ui';
import { useListWords } from '../../words/useListWords';

/** Says which permission the page needs. */
export function ForbiddenNotice() {
  const { t } = useListWords();
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
