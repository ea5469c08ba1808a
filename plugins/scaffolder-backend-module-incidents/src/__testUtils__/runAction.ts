import { LoggerService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';

/** Checkpoints as the task runner keeps them: only successes are reused. */
export class TaskState {
  readonly checkpoints = new Map<string, JsonValue>();
}

export const initiator = mockCredentials.user('user:default/jane');

/** Runs one step of a task and returns its outputs and log lines. */
export async function runAction<
  TInput extends JsonObject,
  TOutput extends JsonObject,
>(
  action: TemplateAction<TInput, TOutput>,
  input: TInput,
  options: {
    taskId?: string;
    stepId?: string;
    dryRun?: boolean;
    state?: TaskState;
  } = {},
): Promise<{ outputs: Record<string, unknown>; log: string[] }> {
  const { taskId = 'task-1', stepId = 'declare' } = options;
  const { checkpoints } = options.state ?? new TaskState();
  const outputs: Record<string, unknown> = {};
  const log: string[] = [];
  const write = (message: string | Error) => {
    log.push(String(message));
  };
  const logger: LoggerService = mockServices.logger.mock({
    info: write,
    warn: write,
  });
  await action.handler({
    ...createMockActionContext<TInput, TOutput>({
      input,
      task: { id: taskId },
    }),
    logger,
    step: { id: stepId },
    isDryRun: options.dryRun,
    getInitiatorCredentials: async () => initiator,
    output: (name, value) => {
      outputs[String(name)] = value;
    },
    async checkpoint({ key, fn }) {
      const kept = checkpoints.get(`${stepId}.${key}`);
      if (kept !== undefined) {
        return JSON.parse(JSON.stringify(kept));
      }
      const value = await fn();
      checkpoints.set(
        `${stepId}.${key}`,
        JSON.parse(JSON.stringify(value ?? {})),
      );
      return value;
    },
  });
  return { outputs, log };
}
