import { Button, Flex, Tag, TagGroup, TextField } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';

/** Labels, one at a time. */
export function LabelsField(props: {
  value: readonly string[];
  onChange: (labels: string[]) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const add = () => {
    const label = text.trim();
    if (label && !value.includes(label)) onChange([...value, label]);
    setText('');
  };
  return (
    <Flex direction="column" gap="2">
      <Flex align="end" gap="2">
        <TextField
          label={t('field.labels')}
          maxLength={50}
          value={text}
          onChange={setText}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              event.preventDefault();
              add();
            }
          }}
          style={{ flex: 1 }}
        />
        <Button variant="secondary" onPress={add} isDisabled={!text.trim()}>
          {t('editIncident.addLabel')}
        </Button>
      </Flex>
      {value.length > 0 && (
        <TagGroup
          aria-label={t('field.labels')}
          onRemove={keys => onChange(value.filter(label => !keys.has(label)))}
        >
          {value.map(label => (
            <Tag key={label} id={label} textValue={label}>
              {label}
            </Tag>
          ))}
        </TagGroup>
      )}
    </Flex>
  );
}
