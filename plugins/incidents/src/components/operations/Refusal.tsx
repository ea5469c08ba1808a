import { Alert } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';

/** The action of an operator that failed, and why. */
export function Refusal(props: { title: string; error: unknown }) {
  const { title, error } = props;
  const { failure } = useTranslation();
  return (
    <Alert
      role="alert"
      icon
      status="danger"
      title={title}
      description={failure(error)}
    />
  );
}
