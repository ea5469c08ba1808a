import { Button } from '@backstage/ui';
import { RiCheckLine, RiLink } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';

/** How long the result is shown, in milliseconds. */
const SAID_FOR = 4_000;

/** Copies the URL of the page, including filters, order and page of the list. */
export function CopyLinkButton() {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SAID_FOR);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setOutcome('copied');
    } catch {
      // Missing on plain http, or forbidden by the browser.
      setOutcome('refused');
    }
  };
  return (
    <>
      <span role="status">
        {outcome === 'copied' && t('incidents.linkCopied')}
        {outcome === 'refused' && t('incidents.linkNotCopied')}
      </span>
      <Button
        size="small"
        variant="secondary"
        iconStart={outcome === 'copied' ? <RiCheckLine /> : <RiLink />}
        onPress={copy}
      >
        {t('incidents.copyLink')}
      </Button>
    </>
  );
}
