import { Incident, IncidentOrder } from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import { RelativeTime } from '../../words/RelativeTime';
import { useWords } from '../../words/useWords';
import { EntityName } from '../common/EntityName';
import { PrivateBadge } from '../common/PrivateBadge';
import { ProgressBar } from '../common/ProgressBar';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { toggleOrder } from './incidentQuery';
import styles from './IncidentsTable.module.css';

/** Incidents, one to a row; a row's whole width is a link. */
export function IncidentsTable(props: {
  incidents: readonly Incident[];
  /** Absent: the order is fixed. */
  order?: {
    by: IncidentOrder;
    onChange: (order: IncidentOrder) => void;
  };
  isStale?: boolean;
}) {
  const { incidents, order, isStale = false } = props;
  const { t } = useWords();
  return (
    <table
      className={styles.table}
      aria-label={t('incidents.title')}
      data-stale={isStale || undefined}
    >
      <thead>
        <tr>
          <th scope="col">{t('incidents.column.ref')}</th>
          <SortableHead
            field="severity"
            label={t('severity.label')}
            order={order}
          />
          <th scope="col">{t('incidents.column.title')}</th>
          <SortableHead
            field="status"
            label={t('status.label')}
            order={order}
          />
          <th scope="col">{t('incident.lead')}</th>
          <th scope="col">{t('incident.affects')}</th>
          <th scope="col">{t('actionItems.title')}</th>
          <SortableHead
            field="startedAt"
            label={t('incident.started')}
            order={order}
          />
        </tr>
      </thead>
      <tbody>
        {incidents.map(incident => (
          <IncidentRow key={incident.ref} incident={incident} />
        ))}
      </tbody>
    </table>
  );
}

function SortableHead(props: {
  field: 'startedAt' | 'severity' | 'status';
  label: string;
  order?: { by: IncidentOrder; onChange: (order: IncidentOrder) => void };
}) {
  const { field, label, order } = props;
  if (!order) return <th scope="col">{label}</th>;
  const descending = order.by === `-${field}`;
  const ascending = order.by === field;
  return (
    <th scope="col" aria-sort={sortWord(ascending, descending)}>
      <button
        type="button"
        className={styles.sort}
        onClick={() => order.onChange(toggleOrder(order.by, field))}
      >
        {label}
        {descending && <RiArrowDownLine size={14} aria-hidden />}
        {ascending && <RiArrowUpLine size={14} aria-hidden />}
      </button>
    </th>
  );
}

function sortWord(ascending: boolean, descending: boolean) {
  if (ascending) return 'ascending' as const;
  return descending ? ('descending' as const) : ('none' as const);
}

function IncidentRow(props: { incident: Incident }) {
  const { incident } = props;
  const { t } = useWords();
  const entityLink = useEntityRefLink();
  const { progress, affects } = incident;
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
      <td className={styles.lead}>
        {incident.lead ? <EntityName entityRef={incident.lead} /> : '–'}
      </td>
      <td className={styles.affects}>
        {affects.length > 0 ? <EntityName entityRef={affects[0]} /> : '–'}
        {affects.length > 1 && ` +${affects.length - 1}`}
      </td>
      <td className={styles.progress}>
        {progress.total > 0 ? (
          <span className={styles.progressLine}>
            <ProgressBar
              progress={progress}
              label={t('incidents.progressOf', { ref: incident.ref })}
            />
            <span>
              {progress.done + progress.canceled}/{progress.total}
            </span>
            {progress.overdue > 0 && (
              <span className={styles.overdue}>
                {t('actionItems.progress.overdue', {
                  n: String(progress.overdue),
                })}
              </span>
            )}
          </span>
        ) : (
          <span className={styles.faint}>{t('incidents.noItems')}</span>
        )}
      </td>
      <td className={styles.started}>
        <RelativeTime instant={incident.startedAt} period={60_000} />
      </td>
    </tr>
  );
}
