import { IncidentLink } from '@backstage-incidents/incidents-common';
import { Button, ButtonIcon, Flex, TextField } from '@backstage/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';

/** Links to chat, documents, dashboards. */
export function LinksField(props: {
  value: readonly IncidentLink[];
  onChange: (links: IncidentLink[]) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const set = (index: number, change: Partial<IncidentLink>) =>
    onChange(
      value.map((link, at) => (at === index ? { ...link, ...change } : link)),
    );
  return (
    <Flex direction="column" gap="2">
      {value.map((link, index) => (
        // A link is identified only by its position in the list.
        <Flex key={index} align="end" gap="2">
          <TextField
            label={t('editIncident.linkTitle')}
            value={link.title}
            onChange={title => set(index, { title })}
            style={{ flex: 1 }}
          />
          <TextField
            type="url"
            label={t('editIncident.linkUrl')}
            value={link.url}
            onChange={url => set(index, { url })}
            style={{ flex: 2 }}
          />
          <ButtonIcon
            variant="tertiary"
            aria-label={t('editIncident.removeLink', {
              title: link.title || String(index + 1),
            })}
            icon={<RiDeleteBinLine />}
            onPress={() => onChange(value.filter((_, at) => at !== index))}
          />
        </Flex>
      ))}
      <div>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => onChange([...value, { title: '', url: 'https://' }])}
        >
          {t('editIncident.addLink')}
        </Button>
      </div>
    </Flex>
  );
}
