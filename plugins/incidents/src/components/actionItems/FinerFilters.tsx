import {
  ActionItem,
  actionItemSourceSchema,
} from '@backstage-incidents/incidents-common';
import { SearchField, Select } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { ItemFilter } from './filterItems';
import styles from './ItemFilters.module.css';

const ANY = 'any';

/** Filters by text, source, assignee and state. */
export function FinerFilters(props: {
  items: readonly ActionItem[];
  filter: ItemFilter;
  onChange: (filter: ItemFilter) => void;
}) {
  const { items, filter, onChange } = props;
  const { t } = useTranslation();
  const assignees = unique(items.map(item => item.assignee?.name ?? ''));
  const states = unique(items.map(item => item.state.name));
  const sources = actionItemSourceSchema.options.filter(source =>
    items.some(item => item.source === source),
  );
  return (
    <div className={styles.finer}>
      <SearchField
        className={styles.search}
        size="small"
        aria-label={t('filters.text')}
        placeholder={t('filters.text')}
        value={filter.text ?? ''}
        onChange={text => onChange({ ...filter, text })}
      />
      <FilterSelect
        label={t('filters.source')}
        anyLabel={t('filters.anySource')}
        value={filter.source}
        options={sources.map(source => ({
          value: source,
          label: t(`actionItems.source.${source}`),
        }))}
        onChange={value =>
          onChange({
            ...filter,
            source: sources.find(source => source === value),
          })
        }
      />
      <FilterSelect
        label={t('actionItems.assignee')}
        anyLabel={t('filters.anyAssignee')}
        value={filter.assignee}
        options={assignees.map(name => ({
          value: name,
          label: name || t('actionItems.unassigned'),
        }))}
        onChange={assignee => onChange({ ...filter, assignee })}
      />
      <FilterSelect
        label={t('filters.state')}
        anyLabel={t('filters.anyState')}
        value={filter.state}
        options={states.map(name => ({ value: name, label: name }))}
        onChange={state => onChange({ ...filter, state })}
      />
    </div>
  );
}

function FilterSelect(props: {
  label: string;
  anyLabel: string;
  value: string | undefined;
  options: Array<{ value: string; label: string }>;
  onChange: (value: string | undefined) => void;
}) {
  const { label, anyLabel, value, options, onChange } = props;
  if (options.length < 2) return null;
  // Values are names that people chose, so one could equal our text for "any".
  const keyOf = (name: string) => `=${name}`;
  return (
    <Select
      aria-label={label}
      size="small"
      options={[
        { id: ANY, label: anyLabel },
        ...options.map(option => ({
          id: keyOf(option.value),
          label: option.label,
        })),
      ]}
      selectedKey={value === undefined ? ANY : keyOf(value)}
      onSelectionChange={key =>
        onChange(options.find(option => keyOf(option.value) === key)?.value)
      }
    />
  );
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b));
}
