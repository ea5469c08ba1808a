import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';

/** The card's placeholder until the first response. */
export function ActionItemsSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <Flex direction="column" gap="3">
        <Skeleton width="100%" height={8} rounded />
        {[0, 1, 2].map(row => (
          <Flex key={row} gap="3" align="center">
            <Skeleton width={64} height={16} />
            <Skeleton width="55%" height={16} />
            <Skeleton width={96} height={16} />
            <Skeleton width={96} height={16} />
          </Flex>
        ))}
      </Flex>
    </div>
  );
}
