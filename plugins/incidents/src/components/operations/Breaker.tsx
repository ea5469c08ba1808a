import { Alert, Button } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';
import styles from './AttentionPanel.module.css';

/** The removals of a held sweep, and a button to accept them after a confirmation. */
export function Breaker(props: {
  wouldRemove: number;
  of: number;
  /** Absent without permission. */
  accept?: { isPending: boolean; error: unknown; onAccept: () => void };
}) {
  const { accept } = props;
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const counts = { n: props.wouldRemove, of: props.of };
  return (
    <>
      <Alert
        icon
        status="danger"
        title={t('operations.breakerTitle')}
        description={t('operations.breaker', counts)}
        customActions={
          accept && (
            <Button
              size="small"
              variant="secondary"
              onPress={() => setAsking(true)}
            >
              {t('operations.accept')}
            </Button>
          )
        }
      />
      {accept && isAsking && (
        <FormDialog
          kind="confirmation"
          title={t('operations.acceptTitle', counts)}
          submitLabel={t('operations.acceptSubmit')}
          isPending={accept.isPending}
          error={accept.error}
          onSubmit={accept.onAccept}
          onClose={() => setAsking(false)}
        >
          <p className={styles.text}>{t('operations.acceptText')}</p>
        </FormDialog>
      )}
    </>
  );
}
