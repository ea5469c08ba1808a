import { Select } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';

/** One filter with any number of values from a list. */
export function FilterSelect<TValue extends string>(props: {
  label: string;
  /** Shown while nothing is chosen. */
  placeholder: string;
  options: ReadonlyArray<{ id: TValue; label: string; description?: string }>;
  value: readonly TValue[];
  /** For long lists. */
  isSearchable?: boolean;
  onChange: (value: TValue[]) => void;
}) {
  const { label, placeholder, options, value, onChange } = props;
  const { isSearchable = false } = props;
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      selectionMode="multiple"
      options={options}
      search={
        isSearchable
          ? { placeholder: t('incidents.searchOption', { what: label }) }
          : undefined
      }
      value={[...value]}
      onChange={keys =>
        onChange(
          options.flatMap(option =>
            keys.includes(option.id) ? [option.id] : [],
          ),
        )
      }
    />
  );
}
