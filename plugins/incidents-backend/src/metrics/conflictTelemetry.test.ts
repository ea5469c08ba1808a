import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { conflictTelemetry } from './conflictTelemetry';
import { IncidentsMetrics } from './IncidentsMetrics';

describe('conflict telemetry', () => {
  it.each([
    ['conflict', 'warn'],
    ['recomputed', 'debug'],
    ['skipped', 'debug'],
  ] as const)(
    'names the writer of a race that ended as %s',
    (resolution, level) => {
      const logger = mockServices.logger.mock();
      const add = jest.fn();
      const metrics = IncidentsMetrics.create(
        metricsServiceMock.mock({
          createCounter: () => ({ add }),
          createHistogram: () => ({ record: jest.fn() }),
        }),
      );
      conflictTelemetry({ logger, metrics })({
        writer: 'sweep',
        table: 'parent_issues',
        expected: 3,
        actual: 4,
        resolution,
      });
      expect(logger[level]).toHaveBeenCalledWith(
        `sweep wanted version 3 of a row of parent_issues and found 4: ${resolution}`,
      );
      expect(add).toHaveBeenCalledWith(1, {
        writer: 'sweep',
        table: 'parent_issues',
        resolution,
      });
    },
  );
});
