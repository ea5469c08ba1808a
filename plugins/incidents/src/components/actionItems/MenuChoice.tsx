import { MenuItem } from '@backstage/ui';
import { RiCheckLine } from '@remixicon/react';
import { ReactNode } from 'react';
import styles from './MenuChoice.module.css';

/** One of several values in a menu, the present one checked. */
export function MenuChoice(props: {
  id: string;
  name: string;
  isPresent: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  const { id, name, isPresent, onChoose, children } = props;
  return (
    <MenuItem
      id={id}
      textValue={name}
      onAction={() => {
        if (!isPresent) onChoose();
      }}
    >
      <span className={styles.choice}>
        {children}
        {isPresent && (
          <RiCheckLine size={16} aria-hidden className={styles.check} />
        )}
      </span>
    </MenuItem>
  );
}
