import { Alert } from '@backstage/ui';
import { useId } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { formatDraftField } from './formatDraftField';
import { DraftField, IncidentDraft } from './incidentDraft';
import styles from './EditConflict.module.css';

/** The changes that somebody else saved while a form was open. */
export interface Conflict {
  /** Fields they changed. */
  theirs: DraftField[];
  /** Those of them that were changed in the form too. */
  both: DraftField[];
  /** The form when saving was rejected. */
  mine: IncidentDraft;
  newer: IncidentDraft;
}

/** Shows what others saved meanwhile; for fields that both changed, the user chooses side by side. */
export function EditConflict(props: {
  conflict: Conflict;
  draft: IncidentDraft;
  onChoose: (change: Partial<IncidentDraft>) => void;
}) {
  const { conflict, draft, onChoose } = props;
  const { theirs, both, mine, newer } = conflict;
  const translation = useTranslation();
  const { t } = translation;
  const taken = theirs.filter(field => !both.includes(field));
  return (
    <Alert
      role="alert"
      icon
      status="warning"
      title={t('editIncident.conflictTitle')}
      description={
        <>
          {taken.length > 0 && (
            <>
              {t('editIncident.conflictTheirs')}
              <ul className={styles.list}>
                {taken.map(field => (
                  <li key={field}>
                    {t('editIncident.conflictChange', {
                      field: t(`field.${field}`),
                      value:
                        formatDraftField(field, newer, translation) ||
                        t('common.none'),
                    })}
                  </li>
                ))}
              </ul>
            </>
          )}
          {both.length > 0 && (
            <>
              {t('editIncident.conflictBoth')}
              <div className={styles.choices}>
                {both.map(field => (
                  <WhoseToKeep
                    key={field}
                    field={field}
                    mine={mine}
                    theirs={newer}
                    draft={draft}
                    onChoose={onChoose}
                  />
                ))}
              </div>
            </>
          )}
        </>
      }
    />
  );
}

function WhoseToKeep(props: {
  field: DraftField;
  mine: IncidentDraft;
  theirs: IncidentDraft;
  draft: IncidentDraft;
  onChoose: (change: Partial<IncidentDraft>) => void;
}) {
  const { field, mine, theirs, draft, onChoose } = props;
  const translation = useTranslation();
  const { t } = translation;
  const group = useId();
  const sides = [
    { whose: t('editIncident.conflictYours'), values: mine },
    { whose: t('editIncident.conflictOthers'), values: theirs },
  ];
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.field}>{t(`field.${field}`)}</legend>
      <div className={styles.sides}>
        {sides.map(({ whose, values }) => (
          <label key={whose} className={styles.side}>
            <input
              type="radio"
              name={group}
              checked={
                JSON.stringify(draft[field]) === JSON.stringify(values[field])
              }
              onChange={() => onChoose({ [field]: values[field] })}
            />
            <span className={styles.value}>
              <span className={styles.whose}>{whose}</span>
              {formatDraftField(field, values, translation) || t('common.none')}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
