import { RelatedIncident } from '@backstage-incidents/incidents-common';
import { Link, Text } from '@backstage/ui';
import { RiLockLine } from '@remixicon/react';
import { useId } from 'react';
import { useIncidentLink } from '../../api/useIncidentLink';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './RelatedIncidents.module.css';

/** Incidents whose parent issues are related to this one's in Linear. */
export function RelatedIncidents(props: {
  incidents: readonly RelatedIncident[];
}) {
  const { incidents } = props;
  const { t } = useTranslation();
  const incidentLink = useIncidentLink();
  const headingId = useId();
  return (
    <div className={styles.section}>
      <Text as="h4" id={headingId} variant="body-small" weight="bold">
        {t('relatedIncidents.title')}
      </Text>
      <ul aria-labelledby={headingId} className={styles.list}>
        {incidents.map(incident => (
          <li key={incident.ref} className={styles.row}>
            <Link
              href={incidentLink(incident)}
              standalone
              className={styles.line}
            >
              <span className={styles.ref}>{incident.ref}</span>
              <span>
                <SeverityLabel severity={incident.severity} />
              </span>
              <span className={styles.title}>
                {incident.visibility === 'private' && (
                  <RiLockLine
                    size={14}
                    role="img"
                    aria-label={t('incident.private')}
                  />
                )}
                <span className={styles.text} title={incident.title}>
                  {incident.title}
                </span>
              </span>
              <span className={styles.status}>
                <StatusLabel status={incident.status} />
              </span>
              <span className={styles.how}>
                {t(`relatedIncidents.source.${incident.source}`)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
