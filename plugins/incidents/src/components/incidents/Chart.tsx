import { Box, Button, Text } from '@backstage/ui';
import { ReactNode, useId, useState } from 'react';
import { useWords } from '../../words/useWords';
import styles from './IncidentCharts.module.css';

/** A chart with its numbers in words, and as a table for whoever prefers it. */
export function Chart(props: {
  title: string;
  /** The chart's message in a sentence. */
  alternative: string;
  columns: string[];
  rows: string[][];
  children: ReactNode;
}) {
  const { title, alternative, columns, rows, children } = props;
  const { t } = useWords();
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
        <Text as="h2" id={headingId} variant="body-medium" weight="bold">
          {title}
        </Text>
        <Button
          size="small"
          variant="tertiary"
          aria-pressed={asTable}
          onPress={() => setAsTable(!asTable)}
        >
          {asTable ? t('charts.asChart') : t('charts.asTable')}
        </Button>
      </div>
      {asTable ? (
        <table className={styles.table}>
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
      ) : (
        <div role="img" aria-label={alternative}>
          {children}
        </div>
      )}
    </Box>
  );
}
