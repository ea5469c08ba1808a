import { HumanDuration } from '@backstage/types';
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
      /**
       * How long a closed public incident stays in the catalog; its page stays
       * at /incidents/:ref. Default: 90 days.
       */
      keepClosed?: HumanDuration | string;
    };
  };
  catalog?: {
    providers?: {
      /** Entities of kind Incident, from the incidents plugin. */
      incidents?: {
        /**
         * How often the whole list is read, besides once at start. Changes
         * arrive by events at once, and within a minute where an event was
         * lost. Default: every 24 hours, with a timeout of 10 minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
