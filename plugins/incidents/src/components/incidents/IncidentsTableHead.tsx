import { IncidentOrder } from '@backstage-incidents/incidents-common';
import {
  RiArrowDownLine,
  RiArrowUpLine,
  RiExpandUpDownLine,
} from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import { SortField, toggleOrder } from './incidentQuery';
import styles from './IncidentsTable.module.css';

const ICONS = {
  ascending: RiArrowUpLine,
  descending: RiArrowDownLine,
  none: RiExpandUpDownLine,
};

/** The order of a table, for the reader to change. */
export interface TableOrder {
  by: IncidentOrder;
  onChange: (order: IncidentOrder) => void;
}

/** The names of the columns; what the API can order by is pressed to do so. */
export function IncidentsTableHead(props: {
  /** Absent while there are no rows to order. */
  order?: TableOrder;
}) {
  const { order } = props;
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col">{t('incidents.column.ref')}</th>
        <SortableHead
          field="severity"
          label={t('field.severity')}
          order={order}
        />
        <th scope="col">{t('field.title')}</th>
        <SortableHead field="status" label={t('field.status')} order={order} />
        <th scope="col">{t('field.lead')}</th>
        <th scope="col">{t('field.affects')}</th>
        <th scope="col">{t('actionItems.title')}</th>
        <SortableHead
          field="startedAt"
          label={t('field.startedAt')}
          order={order}
        />
      </tr>
    </thead>
  );
}

function SortableHead(props: {
  field: SortField;
  label: string;
  order?: TableOrder;
}) {
  const { field, label, order } = props;
  if (!order) return <th scope="col">{label}</th>;
  const direction = directionOf(order.by, field);
  const Icon = ICONS[direction];
  return (
    <th scope="col" aria-sort={direction}>
      <button
        type="button"
        className={styles.sort}
        data-sorted={direction !== 'none' || undefined}
        onClick={() => order.onChange(toggleOrder(order.by, field))}
      >
        {label}
        <Icon size={14} aria-hidden />
      </button>
    </th>
  );
}

function directionOf(order: IncidentOrder, field: SortField) {
  switch (order) {
    case field:
      return 'ascending';
    case `-${field}`:
      return 'descending';
    default:
      return 'none';
  }
}
