import {
  incidentCreatePermission,
  operationsReadPermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, ButtonLink, Text, VisuallyHidden } from '@backstage/ui';
import { RiAddLine, RiBarChart2Line, RiPulseLine } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import { useShortcuts } from '../common/useShortcuts';
import styles from './IncidentsPage.module.css';

/** The title and the actions of the page. */
export function IncidentsHead(props: {
  operationsPath: string;
  /** Absent when there is no data for charts. */
  charts: { areShown: boolean; onToggle: () => void } | undefined;
  /** Absent when another place on the page offers it. */
  onDeclare: (() => void) | undefined;
  /** How much needs the attention of an operator; 0 for everyone else. */
  attention: number;
}) {
  const { operationsPath, charts, onDeclare, attention } = props;
  const { t } = useTranslation();
  const create = usePermission({ permission: incidentCreatePermission });
  const operations = usePermission({ permission: operationsReadPermission });
  useShortcuts({ n: create.allowed ? onDeclare : undefined });
  return (
    <div className={styles.head}>
      <Text
        as="h1"
        variant="title-medium"
        weight="bold"
        className={styles.heading}
      >
        {t('incidents.title')}
      </Text>
      <div className={styles.headActions}>
        {operations.allowed && (
          <ButtonLink
            variant="secondary"
            href={operationsPath}
            iconStart={<RiPulseLine />}
          >
            {t('operations.title')}
            {attention > 0 && (
              <>
                <span aria-hidden className={styles.badge}>
                  {attention}
                </span>
                <VisuallyHidden>
                  {t('incidents.attention', { count: attention })}
                </VisuallyHidden>
              </>
            )}
          </ButtonLink>
        )}
        {charts && (
          <Button
            variant="secondary"
            aria-expanded={charts.areShown}
            iconStart={<RiBarChart2Line />}
            onPress={charts.onToggle}
          >
            {charts.areShown ? t('charts.hide') : t('charts.show')}
          </Button>
        )}
        {create.allowed && onDeclare && (
          <Button
            variant="primary"
            iconStart={<RiAddLine />}
            onPress={onDeclare}
          >
            {t('incidents.declare')}
          </Button>
        )}
      </div>
    </div>
  );
}
