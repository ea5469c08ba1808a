import { Box, Text } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './OperationsPage.module.css';

/** A titled section of the operations page. */
export function Panel(props: {
  title: string;
  /** Spans a whole row. */
  isWide?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { title, isWide = false, actions, children } = props;
  const id = useId();
  return (
    <Box
      as="section"
      bg="neutral"
      aria-labelledby={id}
      className={styles.panel}
      data-wide={isWide || undefined}
    >
      <div className={styles.panelHead}>
        <Text as="h2" id={id} variant="title-x-small" weight="bold">
          {title}
        </Text>
        {actions}
      </div>
      {children}
    </Box>
  );
}
