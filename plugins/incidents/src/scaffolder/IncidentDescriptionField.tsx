import {
  Flex,
  Radio,
  RadioGroup,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { useTranslation } from '../i18n/useTranslation';
import {
  IncidentDescription,
  readIncidentDescription,
} from './incidentDescription';
import styles from './IncidentDescriptionField.module.css';

/**
 * Visibility, title and summary as one value, so that choosing Private clears
 * the text typed before. Separate fields would keep it in the task's parameters.
 */
export function IncidentDescriptionField(props: {
  formData?: unknown;
  onChange: (value: IncidentDescription) => void;
}) {
  const { t } = useTranslation();
  const value = readIncidentDescription(props.formData);
  return (
    <Flex direction="column" gap="4" className={styles.fields}>
      <RadioGroup
        label={t('template.visibility')}
        description={t('template.visibilityHelp')}
        orientation="horizontal"
        value={value.visibility}
        onChange={visibility =>
          props.onChange(
            visibility === 'private'
              ? { visibility: 'private' }
              : { visibility: 'public' },
          )
        }
      >
        <Radio value="public">{t('visibility.public')}</Radio>
        <Radio value="private">{t('visibility.private')}</Radio>
      </RadioGroup>
      {value.visibility === 'public' && (
        <>
          <TextField
            label={t('field.title')}
            description={t('template.titleHelp')}
            isRequired
            maxLength={200}
            value={value.title ?? ''}
            onChange={title => props.onChange({ ...value, title })}
          />
          <TextAreaField
            label={t('field.summary')}
            description={t('template.summaryHelp')}
            maxLength={10_000}
            rows={5}
            value={value.summary ?? ''}
            onChange={summary => props.onChange({ ...value, summary })}
          />
        </>
      )}
    </Flex>
  );
}
