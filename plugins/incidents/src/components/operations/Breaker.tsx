import { Alert, Button } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';
import styles from './AttentionPanel.module.css';

/** Removals that a sweep holds back, and, asked twice, their acceptance. */
export function Breaker(props: {
  wouldRemove: number;
  of: number;
  /** Absent for those who may not accept. */
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
