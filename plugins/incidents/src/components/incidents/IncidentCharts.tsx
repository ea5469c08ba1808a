import { Statistics } from '@backstage-incidents/incidents-common';
import { CompletionTimesChart } from './CompletionTimesChart';
import { ItemAgesChart } from './ItemAgesChart';
import { ItemFlowChart } from './ItemFlowChart';

/** Charts of opened and closed action items, their age and their completion time. */
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
