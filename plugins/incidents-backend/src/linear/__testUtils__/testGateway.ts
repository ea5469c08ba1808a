import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLinearGateway } from '../createLinearGateway';
import type { LinearGatewayOptions } from '../createLinearGateway';
import type { LinearCall, LinearClock } from '../ports';
import { MemoryRateLimitStore, MemoryTokenStore, noMetrics } from './memory';

export const interactive: LinearCall = { priority: 'interactive' };
export const background: LinearCall = { priority: 'background' };

/** A clock that stands still until it is advanced. Sleeping lets other work continue, and may advance it. */
export class TestClock implements LinearClock {
  #now = Date.parse('2026-03-01T12:00:00Z');
  readonly #sleepAdvances: boolean;

  constructor(options: { sleepAdvances?: boolean } = {}) {
    this.#sleepAdvances = options.sleepAdvances ?? false;
  }

  now() {
    return this.#now;
  }

  advance(ms: number) {
    this.#now += ms;
  }

  async sleep(ms: number) {
    await nextTurn();
    if (this.#sleepAdvances) {
      this.#now += ms;
    }
  }
}

/** A logger that keeps every line. */
export function recordingLogger() {
  const lines: string[] = [];
  const write = (level: string) => (message: string, meta?: unknown) => {
    lines.push(`${level} ${message} ${meta ? JSON.stringify(meta) : ''}`);
  };
  const logger: LinearGatewayOptions['logger'] = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: () => logger,
  };
  return { logger, lines };
}

/** A gateway with retries that do not wait. */
export function testGateway(
  options: Partial<LinearGatewayOptions> & { apiUrl: string; tokenUrl: string },
) {
  return createLinearGateway({
    auth: { kind: 'apiKey', apiKey: 'lin_api_test' },
    logger: recordingLogger().logger,
    clock: new TestClock(),
    newId: randomUUID,
    version: '0.0.0',
    budgetReserve: 0.2,
    metrics: noMetrics,
    tokenStore: new MemoryTokenStore(),
    rateLimitStore: new MemoryRateLimitStore(),
    teamStore: { write: async () => undefined },
    retry: { attempts: 3, initialDelayMs: 0, maxDelayMs: 0 },
    ...options,
  });
}
