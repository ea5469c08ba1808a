import { Button } from '@backstage/ui';
import { ReactNode, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './IncidentOverview.module.css';

const FEW = 6;

/** A list that shows its first few entries until the user expands it. */
export function FewFirst<TItem extends string>(props: {
  items: readonly TItem[];
  render: (item: TItem) => ReactNode;
}) {
  const { items, render } = props;
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all || items.length <= FEW ? items : items.slice(0, FEW - 1);
  return (
    <>
      <ul className={styles.inline}>
        {shown.map(item => (
          <li key={item}>{render(item)}</li>
        ))}
      </ul>
      {shown.length < items.length && (
        <Button size="small" variant="tertiary" onPress={() => setAll(true)}>
          {t('incident.more', { n: items.length - shown.length })}
        </Button>
      )}
    </>
  );
}
