import { Alert, Button } from '@backstage/ui';
import { ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import noticeStyles from './Notice.module.css';

/** How long a change can be undone, in milliseconds. */
const UNDO_MILLISECONDS = 10_000;

/** A change that was made, and how to take it back. */
export interface Undoable {
  /** What was changed, as a sentence. */
  text: string;
  undo: () => Promise<unknown>;
}

/** Offers to undo the latest change for ten seconds. */
export function useUndo(): {
  offer: (undoable: Undoable) => void;
  notice: ReactNode;
} {
  const [latest, setLatest] = useState<Undoable>();
  const [offers, setOffers] = useState(0);
  return {
    offer: undoable => {
      setLatest(undoable);
      setOffers(count => count + 1);
    },
    notice: latest && (
      <UndoNotice
        key={offers}
        undoable={latest}
        onGone={() => setLatest(undefined)}
      />
    ),
  };
}

function UndoNotice(props: { undoable: Undoable; onGone: () => void }) {
  const { undoable, onGone } = props;
  const { t, failure } = useTranslation();
  const [left, setLeft] = useState(UNDO_MILLISECONDS / 1000);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const isCounting = !isPending && !error;
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  useEffect(() => {
    if (!isCounting) return undefined;
    const timer = setTimeout(
      () => (left > 1 ? setLeft(left - 1) : gone.current()),
      1000,
    );
    return () => clearTimeout(timer);
  }, [left, isCounting]);
  const undo = async () => {
    setPending(true);
    try {
      await undoable.undo();
      onGone();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setPending(false);
    }
  };
  return (
    <Alert
      className={noticeStyles.notice}
      role={error ? 'alert' : 'status'}
      icon
      status={error ? 'danger' : 'info'}
      title={error ? t('undo.failed') : undoable.text}
      description={error ? failure(error) : undefined}
      customActions={
        <>
          <Button
            size="small"
            variant="secondary"
            // The countdown is for the eye; it would be read out every second.
            aria-label={t('undo.button')}
            isPending={isPending}
            onPress={undo}
          >
            {error ? t('undo.button') : t('undo.countdown', { n: left })}
          </Button>
          <Button size="small" variant="tertiary" onPress={onGone}>
            {t('common.dismiss')}
          </Button>
        </>
      }
    />
  );
}
