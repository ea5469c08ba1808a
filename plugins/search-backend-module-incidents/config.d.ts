import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** Documents of type incident, from the incidents plugin. */
      incidents?: {
        /**
         * How often all incidents are indexed again. An incident that becomes
         * private leaves the index at once. Default: every 10 minutes, with a
         * timeout of 15 minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
