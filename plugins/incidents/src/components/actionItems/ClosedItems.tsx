import { Button } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { ReactNode, useId, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';

/** The closed items, folded until the user expands them. */
export function ClosedItems(props: { count: number; children: ReactNode }) {
  const { count, children } = props;
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <Button
        size="small"
        variant="tertiary"
        aria-expanded={isOpen}
        aria-controls={id}
        iconStart={isOpen ? <RiArrowDownSLine /> : <RiArrowRightSLine />}
        onPress={() => setOpen(!isOpen)}
      >
        {t('actionItems.closed', { n: count })}
      </Button>
      <div id={id}>{isOpen && children}</div>
    </div>
  );
}
