import { useId } from 'react';
import styles from './NativeField.module.css';

/** The browser's own date or date-and-time field, in the reader's locale. */
export function NativeField(props: {
  type: 'date' | 'datetime-local';
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { type, label, description, value, onChange } = props;
  const id = useId();
  const descriptionId = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {description && (
        <span id={descriptionId} className={styles.description}>
          {description}
        </span>
      )}
      <input
        id={id}
        type={type}
        aria-describedby={description ? descriptionId : undefined}
        className={styles.input}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </div>
  );
}
