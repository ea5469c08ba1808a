import { Severity } from '@backstage-incidents/incidents-common';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './Labels.module.css';

/** The severity by its name; weight and color only repeat it. */
export function SeverityLabel(props: { severity: Severity }) {
  const { severity } = props;
  const { t } = useTranslation();
  return (
    <span className={styles.severity} data-severity={severity}>
      {t(`severity.${severity}`)}
    </span>
  );
}
