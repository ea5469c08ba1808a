import { Incident } from '@backstage-incidents/incidents-common';
import { Link } from '@backstage/ui';
import { useIncidentLink } from '../../api/useIncidentLink';
import { RelativeTime } from '../common/RelativeTime';
import { useTranslation } from '../../i18n/useTranslation';
import { EntityName } from '../common/EntityName';
import { PrivateBadge } from '../common/PrivateBadge';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { IncidentProgress } from '../incidents/IncidentProgress';
import lines from './LineList.module.css';
import styles from './IncidentLines.module.css';

/** Incidents, one to a line, in the order given. */
export function IncidentLines(props: {
  incidents: readonly Incident[];
  /** The entity that relates each line to this page; absent if it is the same for all. */
  aboutOf?: (incident: Incident) => string | undefined;
}) {
  const { incidents, aboutOf } = props;
  const { t } = useTranslation();
  return (
    <div className={lines.container}>
      <ul
        aria-label={t('related.list')}
        className={`${lines.list} ${styles.list}`}
      >
        {incidents.map(incident => (
          <IncidentLine
            key={incident.ref}
            incident={incident}
            aboutOf={aboutOf}
          />
        ))}
      </ul>
    </div>
  );
}

function IncidentLine(props: {
  incident: Incident;
  aboutOf?: (incident: Incident) => string | undefined;
}) {
  const { incident, aboutOf } = props;
  const incidentLink = useIncidentLink();
  const about = aboutOf?.(incident);
  const closed = incident.status === 'done' || incident.status === 'canceled';
  return (
    <li
      className={`${lines.line} ${styles.line}`}
      data-closed={closed || undefined}
    >
      <span className={styles.severity}>
        <SeverityLabel severity={incident.severity} />
      </span>
      <span className={`${lines.quiet} ${styles.ref}`}>{incident.ref}</span>
      <span className={`${lines.title} ${styles.title}`}>
        <Link href={incidentLink(incident)} standalone className={styles.link}>
          {incident.title}
        </Link>
        {incident.visibility === 'private' && <PrivateBadge />}
        {about && (
          <span className={`${lines.quiet} ${styles.about}`}>
            <EntityName entityRef={about} />
          </span>
        )}
      </span>
      <span className={styles.status}>
        <StatusLabel status={incident.status} />
      </span>
      <span className={styles.progress}>
        <IncidentProgress incident={incident} />
      </span>
      <span className={`${lines.quiet} ${lines.end} ${styles.started}`}>
        <RelativeTime instant={incident.startedAt} period={60_000} />
      </span>
    </li>
  );
}
