import { ActionItem } from '@backstage-incidents/incidents-common';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { dayFromNow, dueDayOf } from './dueDays';
import { MenuChoice } from './MenuChoice';

/** The days most often meant, another one, or none of its own. */
export function DueDateMenu(props: {
  item: ActionItem;
  /** A calendar day, `YYYY-MM-DD`; `null` for none. */
  onChoose: (dueDate: string | null) => void;
  onAnotherDay: () => void;
}) {
  const { item, onChoose, onAnotherDay } = props;
  const { t, day: dayInWords } = useTranslation();
  const now = Date.now();
  const present = dueDayOf(item);
  const offered = [
    { day: dayFromNow(now, 0), name: () => t('itemMenu.today') },
    { day: dayFromNow(now, 1), name: () => t('itemMenu.tomorrow') },
    {
      day: dayFromNow(now, 7),
      name: (day: string) => t('itemMenu.inAWeek', { day: dayInWords(day) }),
    },
    {
      day: dayFromNow(now, 14),
      name: (day: string) => t('itemMenu.inTwoWeeks', { day: dayInWords(day) }),
    },
  ];
  return (
    <Menu placement="end top">
      <MenuSection
        title={t('itemMenu.dueDate')}
        selectionMode="single"
        selectedKeys={[present ?? 'none']}
      >
        {offered.map(({ day, name }) => (
          <MenuChoice
            key={day}
            id={day}
            name={name(day)}
            isPresent={day === present}
            onChoose={() => onChoose(day)}
          >
            {name(day)}
          </MenuChoice>
        ))}
        <MenuChoice
          id="none"
          name={t('itemMenu.noDueDate')}
          isPresent={present === undefined}
          onChoose={() => onChoose(null)}
        >
          {t('itemMenu.noDueDate')}
        </MenuChoice>
      </MenuSection>
      <MenuSeparator />
      <MenuItem onAction={onAnotherDay}>{t('itemMenu.anotherDay')}</MenuItem>
    </Menu>
  );
}
