import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';

/** A scheduler that runs a task only when a test triggers it. */
export class ManualScheduler {
  readonly #tasks = new Map<string, SchedulerServiceTaskInvocationDefinition>();

  /** Runs a task once, to its end. */
  async run(
    id: string,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<void> {
    const task = this.#tasks.get(id);
    if (!task) {
      throw new Error(`There is no task ${id}`);
    }
    await task.fn(signal);
  }

  get feature(): BackendFeature {
    const service: SchedulerService = {
      triggerTask: id => this.run(id),
      cancelTask: async () => {},
      scheduleTask: async (
        task: SchedulerServiceTaskScheduleDefinition &
          SchedulerServiceTaskInvocationDefinition,
      ) => {
        this.#tasks.set(task.id, task);
      },
      createScheduledTaskRunner: schedule => ({
        run: async task => service.scheduleTask({ ...schedule, ...task }),
      }),
      getScheduledTasks: async () => [],
    };
    return createServiceFactory({
      service: coreServices.scheduler,
      deps: {},
      factory: () => service,
    });
  }
}
