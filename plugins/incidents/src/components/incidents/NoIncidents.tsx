import { incidentCreatePermission } from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Box, Button, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import styles from './IncidentsPage.module.css';

/**
 * The page of a company that has declared none yet, or of a reader who may see
 * none: lists and totals treat both alike, and so must the words.
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
