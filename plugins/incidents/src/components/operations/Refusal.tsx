import { Alert } from '@backstage/ui';
import { describeFailure } from '../../api/describeFailure';
import { useOperationsWords } from '../../words/useOperationsWords';

/** What an operator asked for and did not get, and why. */
export function Refusal(props: { title: string; error: unknown }) {
  const { title, error } = props;
  const { t } = useOperationsWords();
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
