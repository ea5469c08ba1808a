import { Menu, MenuItem, MenuSection, MenuSeparator } from '@backstage/ui';
import { RiCheckLine } from '@remixicon/react';
import { Fragment, ReactNode } from 'react';
import styles from './ChoiceMenu.module.css';

/** One of several values. */
export interface Choice {
  id: string;
  name: string;
  /** Shown instead of the name. */
  content?: ReactNode;
  onChoose: () => void;
}

/** Beside the item of a menu, or below a value. */
export type ChoiceMenuPlacement = 'end top' | 'bottom start';

/** A menu of several values, with the current one checked, and a way to other values. */
export function ChoiceMenu(props: {
  title: string;
  /** Groups are separated by a line. */
  groups: ReadonlyArray<readonly Choice[]>;
  present: string | undefined;
  /** Opens values that are not listed. */
  other?: { name: string; onChoose: () => void };
  placement?: ChoiceMenuPlacement;
  /** Further menu items, below a line. */
  children?: ReactNode;
}) {
  const { title, groups, present, other, placement, children } = props;
  return (
    <Menu placement={placement ?? 'end top'} maxHeight="60vh">
      <MenuSection
        title={title}
        selectionMode="single"
        selectedKeys={present === undefined ? [] : [present]}
      >
        {groups.map((group, index) => (
          <Fragment key={group[0]?.id ?? index}>
            {index > 0 && <MenuSeparator />}
            {group.map(({ id, name, content, onChoose }) => (
              <MenuItem
                key={id}
                id={id}
                textValue={name}
                onAction={() => {
                  if (id !== present) onChoose();
                }}
              >
                <span className={styles.choice}>
                  {content ?? name}
                  {id === present && (
                    <RiCheckLine
                      size={16}
                      aria-hidden
                      className={styles.check}
                    />
                  )}
                </span>
              </MenuItem>
            ))}
          </Fragment>
        ))}
      </MenuSection>
      {other ? (
        <>
          <MenuSeparator />
          <MenuItem onAction={other.onChoose}>{other.name}</MenuItem>
        </>
      ) : null}
      {children}
    </Menu>
  );
}
