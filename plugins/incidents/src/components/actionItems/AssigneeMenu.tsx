import { ActionItem } from '@backstage-incidents/incidents-common';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { Face } from '../common/Face';
import { MenuChoice } from './MenuChoice';
import type { MenuData } from './ActionItemMenu';
import { KnownPerson, knownPeople } from './knownPeople';

/** Who can have an item: the reader, who has others of it, or anybody. */
export function AssigneeMenu(props: {
  item: ActionItem;
  data: MenuData;
  onAssign: (person: KnownPerson | undefined) => void;
  onSomeoneElse: () => void;
}) {
  const { item, data, onAssign, onSomeoneElse } = props;
  const { t } = useTranslation();
  const present = item.assignee?.userRef;
  return (
    <Menu placement="end top">
      <MenuSection
        title={t('itemMenu.assignee')}
        selectionMode="single"
        selectedKeys={[item.assignee ? present ?? '' : 'nobody']}
      >
        {knownPeople(data).map(person => (
          <MenuChoice
            key={person.userRef}
            id={person.userRef}
            name={person.name}
            isPresent={person.userRef === present}
            onChoose={() => onAssign(person)}
          >
            <Face name={person.name} src={person.avatarUrl} />
            {person.isReader
              ? t('itemMenu.toMe', { name: person.name })
              : person.name}
          </MenuChoice>
        ))}
        <MenuChoice
          id="nobody"
          name={t('actionItems.unassigned')}
          isPresent={item.assignee === undefined}
          onChoose={() => onAssign(undefined)}
        >
          {t('actionItems.unassigned')}
        </MenuChoice>
      </MenuSection>
      <MenuSeparator />
      <MenuItem onAction={onSomeoneElse}>{t('itemMenu.someoneElse')}</MenuItem>
    </Menu>
  );
}
