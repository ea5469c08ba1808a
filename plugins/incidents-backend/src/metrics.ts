import { LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { ConflictListener } from './database/updateVersioned';
import type { LinearMetrics, LinearStatus } from './linear';

/** The plugin's metrics; names and numbers only, never a title or a person. */
export type IncidentsMetrics = ReturnType<typeof createMetrics>;

export function createMetrics(deps: {
  metrics: MetricsService;
  logger: LoggerService;
}) {
  const { metrics, logger } = deps;
  const requests = metrics.createCounter('incidents.linear.requests', {
    description: 'Requests to Linear by operation and outcome',
  });
  const points = metrics.createCounter('incidents.linear.points', {
    description: 'Complexity points that Linear charged',
  });
  const duration = metrics.createHistogram(
    'incidents.linear.request.duration',
    { description: 'Time of a request to Linear', unit: 'ms' },
  );
  const circuit = metrics.createCounter('incidents.linear.circuit.changes', {
    description: 'Changes of the circuit breaker by new state',
  });
  const tokens = metrics.createCounter('incidents.linear.token.renewals', {
    description: 'OAuth tokens that were issued to Backstage',
  });
  const conflicts = metrics.createCounter('incidents.write.conflicts', {
    description: 'Lost races for a row by writer, table and resolution',
  });
  const deltas = metrics.createHistogram('incidents.delta.duration', {
    description: 'Time of a complete delta',
    unit: 'ms',
  });
  const webhooks = metrics.createCounter('incidents.webhooks', {
    description: 'Deliveries of Linear’s webhooks by outcome',
  });
  const linear: LinearMetrics = {
    requestEnded: ({ operation, outcome, durationMs, points: charged }) => {
      requests.add(1, { operation, outcome });
      duration.record(durationMs, { operation, outcome });
      if (charged !== undefined) {
        points.add(charged, { operation });
      }
    },
    circuitChanged: state => circuit.add(1, { state }),
    tokenRenewed: () => tokens.add(1),
  };
  /** Counts every lost race for a row, and names who lost it in the log. */
  const onConflict: ConflictListener = lost => {
    const { writer, table, expected, actual, resolution } = lost;
    conflicts.add(1, { writer, table, resolution });
    logger[resolution === 'conflict' ? 'warn' : 'debug'](
      `${writer} expected version ${expected} of a row of ${table} and found ${
        actual ?? 'none'
      }: ${resolution}`,
    );
  };
  return {
    /** What the gateway observes. */
    linear,
    onConflict,
    onDelta: (milliseconds: number) => deltas.record(milliseconds),
    onWebhook: (outcome: string) => webhooks.add(1, { outcome }),
    /** Registers gauges of what can be read at any time. */
    observe(state: {
      linear: () => LinearStatus;
      lagSeconds: () => Promise<number | undefined>;
      work: () => Promise<{ due: number; escalated: number }>;
    }): void {
      metrics
        .createObservableGauge('incidents.linear.budget.remaining', {
          description: 'What is left of Linear’s rate budgets',
        })
        .addCallback(result => {
          const { budget } = state.linear();
          for (const bucket of ['requests', 'points'] as const) {
            const { remaining } = budget[bucket] ?? {};
            if (remaining !== undefined) {
              result.observe(remaining, { bucket });
            }
          }
        });
      metrics
        .createObservableGauge('incidents.sync.lag', {
          description: 'Time since the last complete delta began',
          unit: 's',
        })
        .addCallback(async result => {
          const lag = await state.lagSeconds();
          if (lag !== undefined) {
            result.observe(lag);
          }
        });
      metrics
        .createObservableGauge('incidents.work', {
          description: 'Jobs that are due, and jobs that need attention',
        })
        .addCallback(async result => {
          const { due, escalated } = await state.work();
          result.observe(due, { state: 'due' });
          result.observe(escalated, { state: 'escalated' });
        });
    },
  };
}
