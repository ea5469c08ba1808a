import { incidentCreatePermission } from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Box, Button, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import styles from './IncidentsPage.module.css';

/**
 * Shown when there are no incidents yet, or when the user can see none. The API
 * does not distinguish the two, so the text covers both.
 */
export function NoIncidents(props: { onDeclare: () => void }) {
  const { t } = useTranslation();
  const create = usePermission({ permission: incidentCreatePermission });
  return (
    <Box
      as="section"
      bg="neutral"
      aria-label={t('incidents.listLabel')}
      className={styles.empty}
    >
      <Text as="h2" variant="title-x-small" weight="bold">
        {t('incidents.emptyTitle')}
      </Text>
      <Hint>{t('incidents.empty')}</Hint>
      <Hint>{t('incidents.emptyForYou')}</Hint>
      {create.allowed && (
        <Button
          variant="primary"
          iconStart={<RiAddLine />}
          onPress={props.onDeclare}
        >
          {t('incidents.declare')}
        </Button>
      )}
    </Box>
  );
}
