import { ReactNode } from 'react';
import styles from './Hint.module.css';

/** A secondary paragraph with sufficient contrast on every card, also in the dark theme. */
export function Hint(props: { children: ReactNode }) {
  return <p className={styles.hint}>{props.children}</p>;
}
