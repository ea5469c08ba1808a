import {
  incidentStatusSchema,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { Button, Switch } from '@backstage/ui';
import { RiFilter3Line } from '@remixicon/react';
import { useId, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { affectedKinds } from '../common/affectedKinds';
import { AddingEntityPicker } from '../common/AddingEntityPicker';
import { ActiveFilterChips } from './ActiveFilterChips';
import { FacetFilters } from './FacetFilters';
import { FilterSelect } from './FilterSelect';
import { countFilters, IncidentQuery } from './incidentQuery';
import { SearchText } from './SearchText';
import styles from './IncidentFiltersBar.module.css';

/** The filters of the incidents page, which are part of its URL. */
export function IncidentFiltersBar(props: {
  query: IncidentQuery;
  onChange: (change: Partial<IncidentQuery>) => void;
  onClear: () => void;
}) {
  const { query, onChange, onClear } = props;
  const { t } = useTranslation();
  const fieldsId = useId();
  // On a wide page they are always open.
  const [isOpen, setOpen] = useState(false);
  const count = countFilters(query);
  return (
    <div
      role="search"
      aria-label={t('incidents.filters')}
      className={styles.bar}
    >
      <div className={styles.first}>
        <SearchText value={query.q} onChange={q => onChange({ q })} />
        <Button
          variant="secondary"
          iconStart={<RiFilter3Line />}
          aria-expanded={isOpen}
          aria-controls={fieldsId}
          className={styles.fold}
          onPress={() => setOpen(!isOpen)}
        >
          {count === 0
            ? t('incidents.filtersButton')
            : t('incidents.filtersButtonCount', { n: count })}
        </Button>
      </div>
      <div
        id={fieldsId}
        className={styles.fields}
        data-open={isOpen || undefined}
      >
        <FilterSelect
          label={t('field.status')}
          placeholder={t('incidents.anyStatus')}
          options={incidentStatusSchema.options.map(id => ({
            id,
            label: t(`status.${id}`),
          }))}
          value={query.status}
          onChange={status => onChange({ status })}
        />
        <FilterSelect
          label={t('field.severity')}
          placeholder={t('incidents.anySeverity')}
          options={severitySchema.options.map(id => ({
            id,
            label: t(`severity.${id}`),
          }))}
          value={query.severity}
          onChange={severity => onChange({ severity })}
        />
        <FacetFilters query={query} onChange={onChange} />
        <AddingEntityPicker
          label={t('field.lead')}
          placeholder={t('incidents.anyLead')}
          kinds={['User']}
          without={query.lead}
          onAdd={lead => onChange({ lead: [...query.lead, lead] })}
        />
        <AddingEntityPicker
          label={t('field.affects')}
          placeholder={t('incidents.anyAffected')}
          kinds={affectedKinds}
          without={query.affects}
          onAdd={affected =>
            onChange({ affects: [...query.affects, affected] })
          }
        />
        <FilterSelect
          label={t('field.visibility')}
          placeholder={t('incidents.anyVisibility')}
          options={visibilitySchema.options.map(id => ({
            id,
            label: t(`visibility.${id}`),
          }))}
          value={query.visibility}
          onChange={visibility => onChange({ visibility })}
        />
        <Switch
          label={t('incidents.overdueOnly')}
          isSelected={query.overdue}
          onChange={overdue => onChange({ overdue })}
        />
      </div>
      {count > 0 && (
        <ActiveFilterChips
          query={query}
          onChange={onChange}
          onClear={onClear}
        />
      )}
    </div>
  );
}
