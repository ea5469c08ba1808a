import { ReactNode } from 'react';
import styles from './Hint.module.css';

/** A quieter paragraph that still has contrast enough on every card, in the dark too. */
export function Hint(props: { children: ReactNode }) {
  return <p className={styles.hint}>{props.children}</p>;
}
