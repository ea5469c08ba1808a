import { Statistics } from '@backstage-incidents/incidents-common';
import { CompletionTimesChart } from './CompletionTimesChart';
import { ItemAgesChart } from './ItemAgesChart';
import { ItemFlowChart } from './ItemFlowChart';

/** How action items come, age and get done. */
export function IncidentCharts(props: { statistics: Statistics }) {
  const { weeks, openItemAges, completionTimes } = props.statistics;
  return (
    <>
      <ItemFlowChart weeks={weeks} />
      <ItemAgesChart ages={openItemAges} />
      <CompletionTimesChart times={completionTimes} />
    </>
  );
}
