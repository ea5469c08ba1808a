import { Statistics } from '@backstage-incidents/incidents-common';
import { Text } from '@backstage/ui';
import { ReactNode, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { CompletionTimesChart } from './CompletionTimesChart';
import { IncidentsOpenedChart } from './IncidentsOpenedChart';
import {
  Grouping,
  IncidentTimesCharts,
  TimesGrouping,
} from './IncidentTimesCharts';
import { ItemAgesChart } from './ItemAgesChart';
import { ItemFlowChart } from './ItemFlowChart';
import styles from './ChartsSection.module.css';

/** Charts of incidents and of their action items: how many, how old, how long they took. */
export function IncidentCharts(props: { statistics: Statistics }) {
  const { statistics } = props;
  const { t } = useTranslation();
  const [grouping, setGrouping] = useState<Grouping>('week');
  return (
    <>
      <Head title={t('incidents.title')}>
        <TimesGrouping value={grouping} onChange={setGrouping} />
      </Head>
      <IncidentsOpenedChart weeks={statistics.incidentWeeks} />
      <IncidentTimesCharts statistics={statistics} grouping={grouping} />
      <Head title={t('actionItems.title')} />
      <ItemFlowChart weeks={statistics.weeks} />
      <ItemAgesChart ages={statistics.openItemAges} />
      <CompletionTimesChart times={statistics.completionTimes} />
    </>
  );
}

function Head(props: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.wide}>
      <Text as="h3" variant="body-large" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </div>
  );
}
