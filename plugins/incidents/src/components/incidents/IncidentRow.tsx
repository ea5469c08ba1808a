import { Incident } from '@backstage-incidents/incidents-common';
import {
  useEntityPresentation,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Avatar, Link } from '@backstage/ui';
import { RelativeTime } from '../../words/RelativeTime';
import { useListWords } from '../../words/useListWords';
import { EntityName } from '../common/EntityName';
import { PrivateBadge } from '../common/PrivateBadge';
import { ProgressBar } from '../common/ProgressBar';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import styles from './IncidentsTable.module.css';

/** One incident: what, how bad, how far, whose. */
export function IncidentRow(props: { incident: Incident }) {
  const { incident } = props;
  const { t } = useListWords();
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
        {affects.length > 0 ? <EntityName entityRef={affects[0]} /> : '–'}
        {affects.length > 1 && (
          <span className={styles.faint}>
            {' '}
            {t('incidents.affectsMore', { n: String(affects.length - 1) })}
          </span>
        )}
      </td>
      <td className={styles.progress}>
        <RowProgress incident={incident} />
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
    <span className={styles.person} title={primaryTitle}>
      <Avatar size="x-small" purpose="decoration" name={primaryTitle} src="" />
      <span className={styles.personName}>{primaryTitle}</span>
    </span>
  );
}

function RowProgress(props: { incident: Incident }) {
  const { ref, progress } = props.incident;
  const { t } = useListWords();
  if (progress.total === 0) {
    return <span className={styles.faint}>{t('incidents.noItems')}</span>;
  }
  return (
    <span className={styles.progressLine}>
      <ProgressBar
        progress={progress}
        label={t('incidents.progressOf', { ref })}
      />
      <span>
        {progress.done + progress.canceled}/{progress.total}
      </span>
      {progress.overdue > 0 && (
        <span className={styles.overdue}>
          {t('actionItems.progress.overdue', { n: String(progress.overdue) })}
        </span>
      )}
    </span>
  );
}
