import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './SectionCard.module.css';

/** A card of a page, with a landmark named by its heading. */
export function SectionCard(props: {
  /** Shows a heading with this id. */
  head: (headingId: string) => ReactNode;
  children: ReactNode;
}) {
  const headingId = useId();
  return (
    <Card role="region" aria-labelledby={headingId} className={styles.card}>
      <CardHeader>{props.head(headingId)}</CardHeader>
      <CardBody>
        <div className={styles.body}>{props.children}</div>
      </CardBody>
    </Card>
  );
}

/** The heading of a card. */
export function CardHeading(props: {
  id: string;
  className?: string;
  'data-repeats'?: boolean;
  children: ReactNode;
}) {
  return <Text as="h3" variant="title-x-small" weight="bold" {...props} />;
}
