import { TextField } from '@backstage/ui';
import { KeyboardEvent, useEffect, useRef, useState } from 'react';
import styles from './ActionItemRow.module.css';

/** A title while it is edited: Enter and leaving the field save, Escape keeps the old one. */
export function TitleField(props: {
  label: string;
  title: string;
  /** Once; with the old title if it stays. */
  onDone: (result: { title: string; byKey: boolean }) => void;
}) {
  const { label, title, onDone } = props;
  const [text, setText] = useState(title);
  const isDone = useRef(false);
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = field.current?.querySelector('input');
    input?.focus();
    input?.select();
  }, []);
  const finish = (result: { title: string; byKey: boolean }) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(result);
  };
  const typed = text.trim() || title;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // Otherwise the same Enter presses the button that gets the focus next.
    event.preventDefault();
    finish({ title: event.key === 'Enter' ? typed : title, byKey: true });
  };
  return (
    <TextField
      ref={field}
      size="small"
      aria-label={label}
      className={styles.titleField}
      maxLength={200}
      value={text}
      onChange={setText}
      onKeyDown={onKeyDown}
      onBlur={() => finish({ title: typed, byKey: false })}
    />
  );
}
