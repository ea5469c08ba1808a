import { Alert, Button } from '@backstage/ui';
import { describeFailure, Failure } from '../../api/describeFailure';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import noticeStyles from './Notice.module.css';

function textOf(failure: Failure, t: Translation['t']): [string, string] {
  switch (failure.kind) {
    case 'notFound':
      return [t('failure.notFoundTitle'), t('failure.notFound')];
    case 'forbidden':
      return [t('failure.forbiddenTitle'), t('failure.forbidden')];
    case 'unavailable':
      return [t('failure.unavailableTitle'), t('failure.unavailable')];
    case 'unexpectedAnswer':
      return [t('failure.unexpectedTitle'), t('failure.unexpected')];
    case 'conflict':
    case 'other':
      return [t('failure.otherTitle'), failure.message];
    default:
      return failure.kind satisfies never;
  }
}

/** What happened, whether anything was lost, and what to do. */
export function FailureNotice(props: {
  error: unknown;
  onRetry?: () => void;
  isRetrying?: boolean;
}) {
  const { error, onRetry, isRetrying } = props;
  const { t } = useTranslation();
  const failure = describeFailure(error);
  const [title, description] = textOf(failure, t);
  const final = failure.kind === 'notFound' || failure.kind === 'forbidden';
  return (
    <Alert
      className={noticeStyles.notice}
      role="alert"
      icon
      status={final ? 'info' : 'danger'}
      title={title}
      description={description}
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
