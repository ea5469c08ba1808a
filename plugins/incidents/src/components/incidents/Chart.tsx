import { Box, Text, ToggleButton } from '@backstage/ui';
import { ReactNode, useId, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './Chart.module.css';

/** A chart with a text summary, and its numbers as a table on request. */
export function Chart(props: {
  title: string;
  /** A summary of the chart in one sentence. */
  alternative: string;
  /** Shown instead of the chart; absent when there is data. */
  empty: string | undefined;
  /** The first column names the row. */
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  children: ReactNode;
}) {
  const { title, alternative, empty, columns, rows, children } = props;
  const { t } = useTranslation();
  const headingId = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <Box
      as="section"
      bg="neutral"
      aria-labelledby={headingId}
      className={styles.chart}
    >
      <div className={styles.head}>
        <Text as="h4" id={headingId} variant="body-medium" weight="bold">
          {title}
        </Text>
        {!empty && (
          <ToggleButton
            aria-label={t('charts.tableOf', { title })}
            isSelected={asTable}
            onChange={setAsTable}
          >
            {t('charts.asTable')}
          </ToggleButton>
        )}
      </div>
      {empty && <p className={styles.empty}>{empty}</p>}
      {!empty && asTable && (
        // Keyboard users scroll it with the arrow keys
        <Box
          className={styles.scroll}
          role="group"
          aria-labelledby={headingId}
          tabIndex={0}
        >
          <table className={styles.table} aria-labelledby={headingId}>
            <thead>
              <tr>
                {columns.map(column => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([first, ...rest]) => (
                <tr key={first}>
                  <th scope="row">{first}</th>
                  {rest.map((value, index) => (
                    <td key={columns[index + 1]}>{value}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Box>
      )}
      {!empty && !asTable && (
        <div role="img" aria-label={alternative} className={styles.drawing}>
          {children}
        </div>
      )}
    </Box>
  );
}
