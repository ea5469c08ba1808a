import { Incident } from '@backstage-incidents/incidents-common';
import { Text } from '@backstage/ui';
import { PrivateBadge } from '../common/PrivateBadge';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './IncidentOverview.module.css';

/**
 * How bad it is and where it stands. The page's own header has the title where
 * there is room for it, except that of a private incident: the catalog, which
 * it comes from, does not know that one.
 */
export function IncidentHead(props: { incident: Incident; headingId: string }) {
  const { incident, headingId } = props;
  const { t } = useTranslation();
  const isPrivate = incident.visibility === 'private';
  return (
    <div className={styles.head}>
      <dl className={styles.badges}>
        <div>
          <dt className={styles.hidden}>{t('field.severity')}</dt>
          <dd>
            <SeverityLabel severity={incident.severity} />
          </dd>
        </div>
        <div>
          <dt className={styles.hidden}>{t('field.status')}</dt>
          <dd className={styles.status}>
            <StatusLabel status={incident.status} />
          </dd>
        </div>
      </dl>
      {isPrivate && <PrivateBadge />}
      <Text
        as="h3"
        id={headingId}
        variant="title-x-small"
        weight="bold"
        className={styles.heading}
        data-repeats={!isPrivate || undefined}
      >
        {`${incident.ref} ${incident.title}`}
      </Text>
      {isPrivate && (
        <p className={styles.explanation}>{t('incident.privateHint')}</p>
      )}
    </div>
  );
}
