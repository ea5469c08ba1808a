import { Alert } from '@backstage/ui';
import { describeFailure } from '../../api/describeFailure';
import { useTranslation } from '../../i18n/useTranslation';

/** What an operator asked for and did not get, and why. */
export function Refusal(props: { title: string; error: unknown }) {
  const { title, error } = props;
  const { t } = useTranslation();
  const failure = describeFailure(error);
  return (
    <Alert
      role="alert"
      icon
      status="danger"
      title={title}
      description={
        failure.kind === 'unexpectedAnswer'
          ? t('failure.unexpected')
          : failure.message
      }
    />
  );
}
