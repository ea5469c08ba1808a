import { ParentIssue } from '@backstage-incidents/incidents-common';
import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
import { newIdempotencyKey } from '../../api/newIdempotencyKey';
import { useCreateActionItem } from '../../api/useCreateActionItem';
import { useIncident } from '../../api/useIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { PrivateItemNotice } from './PrivateItemNotice';
import styles from './AddItemField.module.css';

/** A title that is being sent, or could not be. */
interface Entry {
  title: string;
  key: string;
  error?: unknown;
}

/** A field at the end of the list: type, Enter, next. */
export function AddItemField(props: {
  incidentRef: string;
  parentIssue: ParentIssue;
  onAdded: (identifier: string) => void;
}) {
  const { incidentRef, parentIssue, onAdded } = props;
  const { t, failure } = useTranslation();
  const incident = useIncident(incidentRef).data;
  const { mutateAsync: create } = useCreateActionItem(incidentRef);
  const [text, setText] = useState('');
  const [wasFocused, setWasFocused] = useState(false);
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  // Not before it is known who can read it.
  if (!incident) return null;
  const without = (entry: Entry) => (all: readonly Entry[]) =>
    all.filter(({ key }) => key !== entry.key);
  const send = async (entry: Entry) => {
    const { title, key } = entry;
    setEntries(all => [...without(entry)(all), { title, key }]);
    try {
      const created = await create({ title, idempotencyKey: key });
      setEntries(without(entry));
      if ('id' in created) onAdded(created.identifier);
    } catch (error) {
      setEntries(all =>
        all.map(each => (each.key === key ? { ...each, error } : each)),
      );
    }
  };
  const add = () => {
    const title = text.trim();
    if (!title) return;
    setText('');
    send({ title, key: newIdempotencyKey() });
  };
  return (
    <div className={styles.adding}>
      {entries.map(entry => (
        <div
          key={entry.key}
          role={entry.error ? 'alert' : 'status'}
          className={styles.entry}
        >
          {entry.error
            ? t('addItem.notAdded', {
                title: entry.title,
                reason: failure(entry.error),
              })
            : t('addItem.adding', { title: entry.title })}
          {Boolean(entry.error) && (
            <>
              <Button
                size="small"
                variant="secondary"
                onPress={() => send(entry)}
              >
                {t('common.retry')}
              </Button>
              <Button
                size="small"
                variant="tertiary"
                onPress={() => setEntries(without(entry))}
              >
                {t('common.dismiss')}
              </Button>
            </>
          )}
        </div>
      ))}
      {incident.visibility === 'private' && wasFocused && (
        <PrivateItemNotice parentIssue={parentIssue} />
      )}
      <TextField
        size="small"
        aria-label={t('addItem.inline')}
        placeholder={t('addItem.inlineHint')}
        maxLength={200}
        value={text}
        onChange={setText}
        onFocus={() => setWasFocused(true)}
        onKeyDown={event => {
          if (event.key === 'Enter') add();
        }}
      />
    </div>
  );
}
