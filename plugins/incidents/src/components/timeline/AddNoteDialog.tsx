import { MarkdownContent } from '@backstage/core-components';
import { TextAreaField, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useState } from 'react';
import { useAddNote } from '../../api/useTimeline';
import { useTranslation } from '../../i18n/useTranslation';
import { DateTimeField } from '../common/DateTimeField';
import { FormDialog } from '../common/FormDialog';
import { Hint } from '../common/Hint';
import styles from './Timeline.module.css';
import segments from '../common/Segments.module.css';

const views = ['write', 'preview'] as const;

/** Adds a note in Markdown, which can be looked at before it is saved. */
export function AddNoteDialog(props: {
  incidentRef: string;
  onAdded: () => void;
  onClose: () => void;
}) {
  const { incidentRef, onAdded, onClose } = props;
  const { t } = useTranslation();
  const { mutate, isPending, error } = useAddNote(incidentRef);
  const [text, setText] = useState('');
  const [at, setAt] = useState<string>();
  const [view, setView] = useState<(typeof views)[number]>('write');
  return (
    <FormDialog
      title={t('timeline.addNote.title', { ref: incidentRef })}
      submitLabel={t('timeline.addNote.submit')}
      isPending={isPending}
      error={error}
      canSubmit={text.trim() !== ''}
      onSubmit={() =>
        mutate(
          { text, at },
          {
            onSuccess: () => {
              onAdded();
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <ToggleButtonGroup
        className={segments.segments}
        aria-label={t('timeline.addNote.view')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys =>
          setView(views.find(candidate => keys.has(candidate)) ?? 'write')
        }
      >
        {views.map(candidate => (
          <ToggleButton key={candidate} id={candidate} size="small">
            {t(`timeline.addNote.${candidate}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {view === 'write' ? (
        <TextAreaField
          label={t('timeline.addNote.text')}
          description={t('timeline.addNote.hint')}
          isRequired
          validationBehavior="aria"
          rows={6}
          maxLength={10_000}
          value={text}
          onChange={setText}
        />
      ) : (
        <div
          role="region"
          aria-label={t('timeline.addNote.preview')}
          className={styles.preview}
        >
          {text.trim() === '' ? (
            <Hint>{t('timeline.addNote.nothing')}</Hint>
          ) : (
            <MarkdownContent
              content={text}
              linkTarget="_blank"
              className={styles.note}
            />
          )}
        </div>
      )}
      <DateTimeField
        label={t('timeline.addNote.at')}
        description={t('timeline.addNote.atHint')}
        value={at}
        onChange={setAt}
      />
    </FormDialog>
  );
}
