import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './ShortcutsDialog.module.css';

/** Each key and the name of what it does. */
const KEYS = {
  list: {
    N: 'declare',
    S: 'syncSelected',
    '/': 'search',
    J: 'next',
    K: 'previous',
    '?': 'help',
  },
  incident: {
    N: 'declare',
    A: 'addItem',
    S: 'sync',
    J: 'next',
    K: 'previous',
    '?': 'help',
  },
} as const;

/** The keyboard shortcuts of a page. */
export function ShortcutsDialog(props: {
  page: keyof typeof KEYS;
  onClose: () => void;
}) {
  const { page, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog
      isOpen
      isDismissable
      width={400}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>{t('shortcuts.title')}</DialogHeader>
      <DialogBody>
        <dl className={styles.keys}>
          {Object.entries(KEYS[page]).map(([key, action]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`shortcuts.${action}`)}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}
