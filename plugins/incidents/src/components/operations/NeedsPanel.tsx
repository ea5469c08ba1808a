import {
  incidentEntityRef,
  LinearStatus,
} from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Button, Link } from '@backstage/ui';
import { RelativeTime } from '../../words/RelativeTime';
import { useWords } from '../../words/useWords';
import { Panel } from './Panel';
import styles from './OperationsPage.module.css';

/** What will not mend by itself. */
export function NeedsPanel(props: {
  status: LinearStatus;
  canUse: boolean;
  /** Id of the work being retried. */
  retrying: string | undefined;
  isAccepting: boolean;
  onRetry: (id: string) => void;
  onAccept: () => void;
}) {
  const { status, canUse, retrying, isAccepting, onRetry, onAccept } = props;
  const { sweep, work, configFaults } = status;
  const { t } = useWords();
  const entityLink = useEntityRefLink();
  const breaker = sweep?.state === 'held' ? sweep.breaker : undefined;
  const nothing =
    work.escalated.length === 0 && !breaker && configFaults.length === 0;
  return (
    <Panel title={t('operations.needs')}>
      {nothing && <p className={styles.line}>{t('operations.needsNothing')}</p>}
      {breaker && (
        <Alert
          icon
          status="danger"
          title={t('operations.breakerTitle')}
          description={t('operations.breaker', {
            n: String(breaker.wouldRemove),
            of: String(breaker.of),
          })}
          customActions={
            canUse ? (
              <Button
                size="small"
                variant="secondary"
                isPending={isAccepting}
                onPress={onAccept}
              >
                {t('operations.accept')}
              </Button>
            ) : undefined
          }
        />
      )}
      {work.escalated.length > 0 && (
        <ul aria-label={t('operations.escalations')} className={styles.list}>
          {work.escalated.map(({ id, incidentRef, kind, reason, since }) => (
            <li key={id} className={styles.escalation}>
              <span>
                {incidentRef ? (
                  <Link href={entityLink(incidentEntityRef(incidentRef))}>
                    {incidentRef}
                  </Link>
                ) : (
                  t('operations.wholeProduct')
                )}{' '}
                <strong>{kind}</strong>
                <span className={styles.reason}>
                  {reason} <RelativeTime instant={since} period={60_000} />
                </span>
              </span>
              {canUse && (
                <Button
                  size="small"
                  variant="secondary"
                  aria-label={t('operations.retryOf', {
                    what: `${incidentRef ?? ''} ${kind}`.trim(),
                  })}
                  isPending={retrying === id}
                  onPress={() => onRetry(id)}
                >
                  {t('operations.retry')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {configFaults.length > 0 && (
        <Alert
          icon
          status="warning"
          title={t('operations.faults')}
          description={
            <ul className={styles.list}>
              {configFaults.map(({ key, message }) => (
                <li key={`${key} ${message}`}>
                  <code>{key}</code> {message}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </Panel>
  );
}
