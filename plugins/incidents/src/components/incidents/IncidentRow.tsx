import { Incident } from '@backstage-incidents/incidents-common';
import {
  useEntityPresentation,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { RelativeTime } from '../common/RelativeTime';
import { useTranslation } from '../../i18n/useTranslation';
import { EntityName } from '../common/EntityName';
import { PrivateBadge } from '../common/PrivateBadge';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { UserAvatar } from '../common/UserAvatar';
import { IncidentProgress } from './IncidentProgress';
import styles from './IncidentsTable.module.css';

/** One incident: what, how bad, how far, whose. */
export function IncidentRow(props: { incident: Incident }) {
  const { incident } = props;
  const { t } = useTranslation();
  const entityLink = useEntityRefLink();
  const { lead, affects } = incident;
  return (
    <tr className={styles.row}>
      <td className={styles.ref}>{incident.ref}</td>
      <td className={styles.severity}>
        <SeverityLabel severity={incident.severity} />
      </td>
      <td className={styles.title}>
        <span className={styles.titleLine}>
          <Link
            href={entityLink(incident.entityRef)}
            standalone
            className={styles.link}
          >
            {incident.title}
          </Link>
          {incident.visibility === 'private' && <PrivateBadge />}
        </span>
      </td>
      <td className={styles.status}>
        <StatusLabel status={incident.status} />
      </td>
      <td className={styles.lead}>{lead ? <Lead userRef={lead} /> : '–'}</td>
      <td className={styles.affects}>
        <span className={styles.cell}>
          {affects.length > 0 ? (
            <span className={styles.cellText}>
              <EntityName entityRef={affects[0]} />
            </span>
          ) : (
            '–'
          )}
          {affects.length > 1 && (
            <span className={styles.faint}>
              {t('incidents.affectsMore', { n: affects.length - 1 })}
            </span>
          )}
        </span>
      </td>
      <td className={styles.progress}>
        <IncidentProgress incident={incident} />
      </td>
      <td className={styles.started}>
        <RelativeTime instant={incident.startedAt} period={60_000} />
      </td>
    </tr>
  );
}

function Lead(props: { userRef: string }) {
  const { userRef } = props;
  const { primaryTitle } = useEntityPresentation(userRef);
  return (
    <span className={styles.cell} title={primaryTitle}>
      <UserAvatar name={primaryTitle} />
      <span className={`${styles.cellText} ${styles.personName}`}>
        {primaryTitle}
      </span>
    </span>
  );
}
