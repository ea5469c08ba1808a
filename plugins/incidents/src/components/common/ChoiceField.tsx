import { Select } from '@backstage/ui';

/** One of a few fixed values. */
export function ChoiceField<TValue extends string>(props: {
  label: string;
  description?: string;
  options: ReadonlyArray<{
    value: TValue;
    label: string;
    description?: string;
  }>;
  value: TValue;
  onChange: (value: TValue) => void;
}) {
  const { label, description, options, value, onChange } = props;
  return (
    <Select
      label={label}
      description={description}
      options={options.map(option => ({
        id: option.value,
        label: option.label,
        description: option.description,
      }))}
      selectedKey={value}
      onSelectionChange={key => {
        const chosen = options.find(option => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
    />
  );
}
