import { Badge } from '@backstage/ui';
import { RiLockLine } from '@remixicon/react';
import { useWords } from '../../words/useWords';

/** Marks a private incident and says who can see it. */
export function PrivateBadge() {
  const { t } = useWords();
  return (
    <Badge
      size="small"
      icon={<RiLockLine size={14} aria-hidden />}
      title={t('incident.privateHint')}
    >
      {t('incident.private')}
    </Badge>
  );
}
