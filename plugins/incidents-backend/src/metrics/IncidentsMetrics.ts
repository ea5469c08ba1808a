import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { ConflictListener } from '../database/updateVersioned';
import type { LinearMetrics, LinearStatus } from '../linear';

/** What is asked for whenever metrics are collected. */
export interface ObservedState {
  linear: () => LinearStatus;
  lagSeconds: () => Promise<number | undefined>;
  work: () => Promise<{ due: number; escalated: number }>;
}

/** The plugin's metrics; names and numbers only, never a title or a person. */
export class IncidentsMetrics {
  /** What the gateway observes. */
  readonly linear: LinearMetrics;
  readonly onConflict: ConflictListener;
  readonly onDelta: (milliseconds: number) => void;
  readonly onWebhook: (outcome: string) => void;
  readonly #metrics: MetricsService;

  private constructor(metrics: MetricsService) {
    this.#metrics = metrics;
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
      description: 'OAuth tokens that were issued to us',
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
    this.linear = {
      requestEnded: request => {
        const { operation, outcome } = request;
        requests.add(1, { operation, outcome });
        duration.record(request.durationMs, { operation, outcome });
        if (request.points !== undefined) {
          points.add(request.points, { operation });
        }
      },
      circuitChanged: state => circuit.add(1, { state }),
      tokenRenewed: () => tokens.add(1),
    };
    this.onConflict = ({ writer, table, resolution }) =>
      conflicts.add(1, { writer, table, resolution });
    this.onDelta = milliseconds => deltas.record(milliseconds);
    this.onWebhook = outcome => webhooks.add(1, { outcome });
  }

  static create(metrics: MetricsService): IncidentsMetrics {
    return new IncidentsMetrics(metrics);
  }

  /** Gauges of what is there to be asked at any time. */
  observe(state: ObservedState): void {
    this.#metrics
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
    this.#metrics
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
    this.#metrics
      .createObservableGauge('incidents.work', {
        description: 'Work that is due, and work that waits for a person',
      })
      .addCallback(async result => {
        const { due, escalated } = await state.work();
        result.observe(due, { state: 'due' });
        result.observe(escalated, { state: 'escalated' });
      });
  }
}
