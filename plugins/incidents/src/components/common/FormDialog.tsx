import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { FormEvent, ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './FormDialog.module.css';

/** A dialog with fields, one action, and its error. */
export function FormDialog(props: {
  /** A confirmation has no input to keep, and may be destructive. */
  kind?: 'form' | 'confirmation';
  title: string;
  submitLabel: string;
  isPending: boolean;
  error: unknown;
  canSubmit?: boolean;
  /** Closes without doing anything. Default: Cancel. */
  cancelLabel?: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, submitLabel, isPending, error, canSubmit = true } = props;
  const { kind = 'form', cancelLabel, onSubmit, onClose, children } = props;
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  // The user opens it to type, so the first field has the focus.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, []);
  const [hasTyped, setTyped] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    // What was refused may be out of view.
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTries(count => count + 1);
    // A form inside a portal still bubbles to the form it was opened from.
    event.stopPropagation();
    if (!isPending && canSubmit) onSubmit();
  };
  return (
    <Dialog
      isOpen
      isDismissable={false}
      width={560}
      onOpenChange={isOpen => {
        if (isOpen) return;
        // By Escape, which must not throw away what was typed.
        if (kind === 'form' && hasTyped) setAsking(true);
        else onClose();
      }}
    >
      <DialogHeader>{title}</DialogHeader>
      <form
        ref={form}
        onSubmit={submit}
        onInput={() => {
          setTyped(true);
          setAsking(false);
        }}
        className={styles.form}
        noValidate
      >
        <DialogBody>
          <div className={styles.fields}>{children}</div>
        </DialogBody>
        {/* Beside the button, however far the fields are scrolled. */}
        {Boolean(error) && (
          <div className={styles.failure}>
            <DialogFailure error={error} kind={kind} />
          </div>
        )}
        {isAsking && (
          <div className={styles.failure}>
            <Alert
              role="alert"
              icon
              status="warning"
              title={t('dialog.discardTitle')}
              customActions={
                <>
                  <Button size="small" variant="secondary" onPress={onClose}>
                    {t('dialog.discard')}
                  </Button>
                  <Button
                    size="small"
                    variant="secondary"
                    onPress={() => setAsking(false)}
                  >
                    {t('dialog.keep')}
                  </Button>
                </>
              }
            />
          </div>
        )}
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            {cancelLabel ?? t('common.cancel')}
          </Button>
          <Button
            type="submit"
            className={styles.submit}
            variant="primary"
            destructive={kind === 'confirmation'}
            isPending={isPending}
            isDisabled={!canSubmit}
          >
            {submitLabel}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function DialogFailure(props: {
  error: unknown;
  kind: 'form' | 'confirmation';
}) {
  const { error, kind } = props;
  const { t, failure } = useTranslation();
  return (
    <Alert
      role="alert"
      icon
      status="danger"
      title={kind === 'form' ? t('failure.notSaved') : t('failure.notDone')}
      description={
        kind === 'form'
          ? `${failure(error)} ${t('failure.inputKept')}`
          : failure(error)
      }
    />
  );
}
