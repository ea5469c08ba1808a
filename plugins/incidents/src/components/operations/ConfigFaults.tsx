import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './AttentionPanel.module.css';

/** Names in the configuration that do not exist in Linear. */
export function ConfigFaults(props: { faults: LinearStatus['configFaults'] }) {
  const { t, reason } = useTranslation();
  return (
    <Alert
      icon
      status="warning"
      title={t('operations.faults')}
      description={
        <>
          <p className={styles.hint}>{t('operations.faultsHint')}</p>
          <dl className={styles.faults}>
            {props.faults.map(({ key, ...fault }) => (
              <div key={`${key} ${fault.message}`}>
                <dt>
                  <code>{key}</code>
                </dt>
                <dd>{reason(fault)}</dd>
              </div>
            ))}
          </dl>
        </>
      }
    />
  );
}
