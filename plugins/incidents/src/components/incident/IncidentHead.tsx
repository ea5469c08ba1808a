import { Incident } from '@backstage-incidents/incidents-common';
import { VisuallyHidden } from '@backstage/ui';
import { CardHeading } from '../common/SectionCard';
import { PrivateBadge } from '../common/PrivateBadge';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './IncidentOverview.module.css';

/**
 * Severity and status. The page's own header shows the title if there is space.
 * It comes from the catalog, which does not have the title of a private
 * incident.
 */
export function IncidentHead(props: { incident: Incident; headingId: string }) {
  const { incident, headingId } = props;
  const { t } = useTranslation();
  const isPrivate = incident.visibility === 'private';
  return (
    <div className={styles.head}>
      <dl className={styles.badges}>
        <div>
          <dt>
            <VisuallyHidden>{t('field.severity')}</VisuallyHidden>
          </dt>
          <dd>
            <SeverityLabel severity={incident.severity} />
          </dd>
        </div>
        <div>
          <dt>
            <VisuallyHidden>{t('field.status')}</VisuallyHidden>
          </dt>
          <dd className={styles.status}>
            <StatusLabel status={incident.status} />
          </dd>
        </div>
      </dl>
      {isPrivate && <PrivateBadge />}
      <CardHeading
        id={headingId}
        className={styles.heading}
        data-repeats={!isPrivate || undefined}
      >
        {`${incident.ref} ${incident.title}`}
      </CardHeading>
      {isPrivate && (
        <p className={styles.explanation}>{t('incident.privateHint')}</p>
      )}
    </div>
  );
}
