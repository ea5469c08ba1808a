import { ReactNode } from 'react';
import styles from './Fact.module.css';

/** One term and its description in a description list. */
export function Fact(props: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className={styles.term}>{props.term}</dt>
      <dd className={styles.detail}>{props.children}</dd>
    </div>
  );
}
