import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { createMetrics } from './metrics';

describe('metrics of lost races', () => {
  it.each([
    ['conflict', 'warn'],
    ['recomputed', 'debug'],
    ['skipped', 'debug'],
  ] as const)(
    'count a race that ended as %s and log its writer at level %s',
    (resolution, level) => {
      const logger = mockServices.logger.mock();
      const add = jest.fn();
      const metrics = createMetrics({
        logger,
        metrics: metricsServiceMock.mock({
          createCounter: () => ({ add }),
          createHistogram: () => ({ record: jest.fn() }),
        }),
      });
      metrics.onConflict({
        writer: 'sweep',
        table: 'parent_issues',
        expected: 3,
        actual: 4,
        resolution,
      });
      expect(logger[level]).toHaveBeenCalledWith(
        `sweep expected version 3 of a row of parent_issues and found 4: ${resolution}`,
      );
      expect(add).toHaveBeenCalledWith(1, {
        writer: 'sweep',
        table: 'parent_issues',
        resolution,
      });
    },
  );
});
