import {
  incidentCreatePermission,
  incidentReadPermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Box, Button, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useListWords } from '../../words/useListWords';
import { Hint } from '../common/Hint';
import styles from './IncidentsPage.module.css';

/**
 * No incident there is: the permission to read one is asked for by a name that
 * no incident has, so only a policy that allows all of them says yes.
 */
const ANY_INCIDENT = 'INC-0';

/** The page of a company that has declared none yet, or of a reader who may see none. */
export function NoIncidents(props: { onDeclare: () => void }) {
  const { t } = useListWords();
  const read = usePermission({
    permission: incidentReadPermission,
    resourceRef: ANY_INCIDENT,
  });
  const create = usePermission({ permission: incidentCreatePermission });
  const isDenied = !read.loading && !read.error && !read.allowed;
  return (
    <Box
      as="section"
      bg="neutral"
      aria-label={t('incidents.listLabel')}
      className={styles.empty}
    >
      <Text as="h2" variant="title-x-small" weight="bold">
        {isDenied ? t('incidents.forbiddenTitle') : t('incidents.emptyTitle')}
      </Text>
      <Hint>{isDenied ? t('incidents.forbidden') : t('incidents.empty')}</Hint>
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
