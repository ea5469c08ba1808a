import {
  incidentEntityRef,
  LinearStatus,
} from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { RelativeTime } from '../common/RelativeTime';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './AttentionPanel.module.css';

type Attention = LinearStatus['attention'][number];

/** What needs attention without a button here: what it is, since when, and what to do. */
export function AttentionList(props: { attention: readonly Attention[] }) {
  const entityLink = useEntityRefLink();
  const { t, reason } = useTranslation();
  return (
    <ul className={styles.list}>
      {props.attention.map(one => (
        <li
          key={`${one.code} ${one.incidentRef} ${one.since}`}
          className={styles.escalation}
        >
          <span className={styles.what}>
            {one.incidentRef ? (
              <Link
                href={entityLink(incidentEntityRef(one.incidentRef))}
                variant="body-medium"
              >
                {one.incidentRef}
              </Link>
            ) : (
              t('operations.wholeProduct')
            )}
          </span>
          <span className={styles.reason}>
            {reason(one)}. {t(`operations.fix.${fixOf(one.code)}`)}
          </span>
          <RelativeTime
            instant={one.since}
            period={60_000}
            className={styles.since}
          />
        </li>
      ))}
    </ul>
  );
}

/** Codes of a newer backend get the general advice. */
function fixOf(code: string) {
  switch (code) {
    case 'parentIssueInaccessible':
    case 'credentialsRejected':
    case 'webhooksSilent':
      return code;
    default:
      return 'other';
  }
}
