import { Severity } from '@backstage-incidents/incidents-common';
import { useWords } from '../../words/useWords';
import styles from './Labels.module.css';

/** The severity by its name; weight and colour only repeat it. */
export function SeverityLabel(props: { severity: Severity }) {
  const { severity } = props;
  const { t } = useWords();
  return (
    <span className={styles.severity} data-severity={severity}>
      {t(`severity.${severity}`)}
    </span>
  );
}
