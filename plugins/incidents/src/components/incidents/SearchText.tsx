import { SearchField } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../common/useShortcuts';
import { useTranslation } from '../../i18n/useTranslation';

/** Milliseconds without typing before the search starts. */
const TYPING_PAUSE = 300;

/** Free text search, which starts when the typing pauses. */
export function SearchText(props: {
  value: string;
  onChange: (value: string) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const field = useRef<HTMLDivElement>(null);
  useShortcuts({ '/': () => field.current?.querySelector('input')?.focus() });
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => latest.current(text), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <SearchField
      ref={field}
      aria-label={t('incidents.search')}
      placeholder={t('incidents.searchShort')}
      value={text}
      onChange={setText}
    />
  );
}
