import { Alert, Button } from '@backstage/ui';
import { describeFailure } from '../../api/describeFailure';
import { useTranslation } from '../../i18n/useTranslation';
import noticeStyles from './Notice.module.css';

/** What failed, whether anything was lost, and what to do. */
export function FailureNotice(props: {
  error: unknown;
  onRetry?: () => void;
  isRetrying?: boolean;
}) {
  const { error, onRetry, isRetrying } = props;
  const { t, failure } = useTranslation();
  const { kind } = describeFailure(error);
  const final = kind === 'notFound' || kind === 'forbidden';
  return (
    <Alert
      className={noticeStyles.notice}
      role="alert"
      icon
      status={final ? 'info' : 'danger'}
      title={t(`failure.${kind}Title`)}
      description={
        final || kind === 'unavailable' ? t(`failure.${kind}`) : failure(error)
      }
      customActions={
        onRetry && !final ? (
          <Button
            size="small"
            variant="secondary"
            isPending={isRetrying}
            onPress={onRetry}
          >
            {t('common.retry')}
          </Button>
        ) : undefined
      }
    />
  );
}
