import {
  incidentStatusSchema,
  severitySchema,
} from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import {
  Button,
  SearchField,
  Select,
  Switch,
  Tag,
  TagGroup,
} from '@backstage/ui';
import { useEffect, useState } from 'react';
import { useWords } from '../../words/useWords';
import { AddingEntityPicker } from '../common/AddingEntityPicker';
import { IncidentQuery, isFiltered } from './incidentQuery';
import styles from './IncidentsPage.module.css';

/** Milliseconds of silence after which typed text is searched for. */
const TYPING_PAUSE = 300;

const AFFECTED_KINDS = ['Component', 'API', 'System', 'Domain', 'Resource'];

/** The filters of the incidents page; they live in its address. */
export function IncidentFiltersBar(props: {
  query: IncidentQuery;
  onChange: (change: Partial<IncidentQuery>) => void;
  onClear: () => void;
}) {
  const { query, onChange, onClear } = props;
  const { t } = useWords();
  const chips: Array<{ field: 'lead' | 'affects' | 'label'; value: string }> = [
    ...query.lead.map(value => ({ field: 'lead' as const, value })),
    ...query.affects.map(value => ({ field: 'affects' as const, value })),
    ...query.label.map(value => ({ field: 'label' as const, value })),
  ];
  return (
    <div className={styles.filterArea}>
      <div
        role="search"
        aria-label={t('incidents.filters')}
        className={styles.filters}
      >
        <SearchText
          value={query.q}
          onChange={q => onChange({ q })}
          label={t('incidents.search')}
          placeholder={t('incidents.searchShort')}
        />
        <Select
          aria-label={t('status.label')}
          placeholder={t('incidents.anyStatus')}
          selectionMode="multiple"
          options={incidentStatusSchema.options.map(status => ({
            id: status,
            label: t(`status.${status}`),
          }))}
          value={query.status}
          onChange={keys =>
            onChange({
              status: incidentStatusSchema.options.filter(status =>
                keys.includes(status),
              ),
            })
          }
        />
        <Select
          aria-label={t('severity.label')}
          placeholder={t('incidents.anySeverity')}
          selectionMode="multiple"
          options={severitySchema.options.map(severity => ({
            id: severity,
            label: t(`severity.${severity}`),
          }))}
          value={query.severity}
          onChange={keys =>
            onChange({
              severity: severitySchema.options.filter(severity =>
                keys.includes(severity),
              ),
            })
          }
        />
        <AddingEntityPicker
          label={t('incident.lead')}
          placeholder={t('incidents.anyLead')}
          kinds={['User']}
          without={query.lead}
          onAdd={lead => onChange({ lead: [...query.lead, lead] })}
        />
        <AddingEntityPicker
          label={t('incident.affects')}
          placeholder={t('incidents.anyAffected')}
          kinds={AFFECTED_KINDS}
          without={query.affects}
          onAdd={affected =>
            onChange({ affects: [...query.affects, affected] })
          }
        />
        <Switch
          label={t('incidents.overdueOnly')}
          isSelected={query.overdue}
          onChange={overdue => onChange({ overdue })}
        />
      </div>
      {isFiltered(query) && (
        <div className={styles.filters}>
          {chips.length > 0 && (
            <TagGroup
              aria-label={t('incidents.activeFilters')}
              onRemove={keys => {
                const kept = (field: 'lead' | 'affects' | 'label') =>
                  query[field].filter(value => !keys.has(`${field}=${value}`));
                onChange({
                  lead: kept('lead'),
                  affects: kept('affects'),
                  label: kept('label'),
                });
              }}
            >
              {chips.map(({ field, value }) => (
                <Tag
                  key={`${field}=${value}`}
                  id={`${field}=${value}`}
                  textValue={value}
                >
                  {t(`incidents.chip.${field}`, {
                    value:
                      field === 'label'
                        ? value
                        : entityPresentationSnapshot(value).primaryTitle,
                  })}
                </Tag>
              ))}
            </TagGroup>
          )}
          <Button variant="tertiary" onPress={onClear}>
            {t('incidents.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}

function SearchText(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, placeholder, value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <SearchField
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={setText}
    />
  );
}
