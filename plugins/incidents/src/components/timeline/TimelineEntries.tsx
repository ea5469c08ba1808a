import { MarkdownContent } from '@backstage/core-components';
import { TimelineEntry } from '@backstage-incidents/incidents-common';
import { ButtonIcon } from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { RefObject } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { EntityLink } from '../common/EntityLink';
import { RelativeTime } from '../common/RelativeTime';
import { describeEntry, sourceOf } from './describeEntry';
import styles from './Timeline.module.css';

/** The entries of a timeline, each as a sentence, notes with their text. */
export function TimelineEntries(props: {
  entries: readonly TimelineEntry[];
  /** Whose notes can be deleted; absent: nobody's. */
  userRef: string | undefined;
  /** Takes the focus when what had it is gone. */
  listRef: RefObject<HTMLOListElement>;
  onDelete: (noteId: string) => void;
}) {
  const { entries, userRef, listRef, onDelete } = props;
  const { t } = useTranslation();
  return (
    <ol
      ref={listRef}
      tabIndex={-1}
      aria-label={t('timeline.list')}
      className={styles.entries}
    >
      {entries.map(entry => (
        <li
          key={entry.id}
          className={styles.entry}
          data-source={sourceOf(entry)}
        >
          <RelativeTime instant={entry.at} className={styles.time} />
          <div className={styles.content}>
            <EntrySentence entry={entry} />
            {entry.kind === 'noteAdded' && 'text' in entry.params && (
              <Note params={entry.params} />
            )}
          </div>
          {entry.kind === 'noteAdded' &&
            'text' in entry.params &&
            userRef !== undefined &&
            entry.actor === userRef && (
              <ButtonIcon
                size="small"
                variant="tertiary"
                icon={<RiDeleteBinLine />}
                aria-label={t('timeline.deleteNote.button')}
                onPress={() => onDelete(entry.id)}
              />
            )}
        </li>
      ))}
    </ol>
  );
}

function EntrySentence(props: { entry: TimelineEntry }) {
  const translation = useTranslation();
  return (
    <p className={styles.sentence}>
      {describeEntry(props.entry, translation).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <EntityLink key={index} entityRef={part.userRef} />
        ),
      )}
    </p>
  );
}

function Note(props: { params: { text: string; at?: string } }) {
  const { text, at } = props.params;
  const { t, exact } = useTranslation();
  return (
    <>
      {at !== undefined && (
        <p className={styles.happened}>
          {t('timeline.happened', { exact: exact(at) })}
        </p>
      )}
      <MarkdownContent
        content={text}
        linkTarget="_blank"
        className={styles.note}
      />
    </>
  );
}
