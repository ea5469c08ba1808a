import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  incidents?: {
    catalog?: {
      /**
       * What the catalog shows of public incidents: everything, or name, title
       * and visibility only, where a permission policy hides incidents from
       * some who may read the catalog. Default: full.
       */
      show?: 'full' | 'minimal';
    };
  };
  catalog?: {
    providers?: {
      /** Entities of kind Incident, from the incidents plugin. */
      incidents?: {
        /**
         * How often the whole list is read. Changes arrive by events at once;
         * the schedule makes good what events lost. Default: every 5 minutes,
         * with a timeout of 4 minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
