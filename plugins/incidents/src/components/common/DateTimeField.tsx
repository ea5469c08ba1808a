import { NativeField } from './NativeField';

function toLocal(instant: string | undefined): string {
  if (!instant) return '';
  const date = new Date(instant);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** An instant, typed in the reader's time zone. */
export function DateTimeField(props: {
  label: string;
  description?: string;
  value: string | undefined;
  onChange: (instant: string | undefined) => void;
}) {
  const { label, description, value, onChange } = props;
  return (
    <NativeField
      type="datetime-local"
      label={label}
      description={description}
      value={toLocal(value)}
      onChange={text =>
        onChange(text ? new Date(text).toISOString() : undefined)
      }
    />
  );
}
