import { Badge } from '@backstage/ui';
import { RiLockLine } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';

/** Marks a private incident and says who can see it. */
export function PrivateBadge() {
  const { t } = useTranslation();
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
