import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { Refusal } from './Refusal';
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
        <Dialog isOpen width={520} onOpenChange={setAsking}>
          <DialogHeader>{t('operations.acceptTitle', counts)}</DialogHeader>
          <DialogBody>
            <p className={styles.text}>{t('operations.acceptText')}</p>
            {Boolean(accept.error) && (
              <Refusal
                title={t('operations.acceptRefused')}
                error={accept.error}
              />
            )}
          </DialogBody>
          <DialogFooter>
            <Button variant="secondary" onPress={() => setAsking(false)}>
              {t('common.cancel')}
            </Button>
            <Button
              variant="primary"
              destructive
              isPending={accept.isPending}
              onPress={accept.onAccept}
            >
              {t('operations.acceptSubmit')}
            </Button>
          </DialogFooter>
        </Dialog>
      )}
    </>
  );
}
