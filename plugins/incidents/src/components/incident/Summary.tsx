import { MarkdownContent } from '@backstage/core-components';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './IncidentOverview.module.css';

// More would push the other fields off the screen.
const LONG = { characters: 600, lines: 10 };

/** What is known so far, in Markdown; a long one is folded until the user expands it. */
export function Summary(props: { text: string }) {
  const { text } = props;
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isLong =
    text.length > LONG.characters || text.split('\n').length > LONG.lines;
  return (
    <div>
      <div
        className={styles.summary}
        data-folded={(isLong && !isOpen) || undefined}
      >
        <MarkdownContent content={text} linkTarget="_blank" />
      </div>
      {isLong && (
        <Button
          size="small"
          variant="tertiary"
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        >
          {t(isOpen ? 'incident.summaryLess' : 'incident.summaryMore')}
        </Button>
      )}
    </div>
  );
}
