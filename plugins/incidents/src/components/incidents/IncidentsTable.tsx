import { Incident } from '@backstage-incidents/incidents-common';
import { useTranslation } from '../../i18n/useTranslation';
import { IncidentRow } from './IncidentRow';
import { IncidentsTableHead, TableOrder } from './IncidentsTableHead';
import styles from './IncidentsTable.module.css';

/** Incidents, one to a row; a row's whole width is a link. */
export function IncidentsTable(props: {
  incidents: readonly Incident[];
  order: TableOrder;
  /** Whether others have been asked for and these are shown until they come. */
  isStale: boolean;
}) {
  const { incidents, order, isStale } = props;
  const { t } = useTranslation();
  return (
    <table
      className={styles.table}
      aria-label={t('incidents.title')}
      aria-busy={isStale || undefined}
      data-stale={isStale || undefined}
    >
      <IncidentsTableHead order={order} />
      <tbody>
        {incidents.map(incident => (
          <IncidentRow key={incident.ref} incident={incident} />
        ))}
      </tbody>
    </table>
  );
}
