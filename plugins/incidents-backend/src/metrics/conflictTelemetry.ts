import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictListener } from '../database/updateVersioned';
import { IncidentsMetrics } from './IncidentsMetrics';

/** Counts every lost race for a row, and names who lost it in the log. */
export function conflictTelemetry(options: {
  logger: LoggerService;
  metrics: IncidentsMetrics;
}): ConflictListener {
  const { logger, metrics } = options;
  return conflict => {
    metrics.onConflict(conflict);
    const { writer, table, expected, actual, resolution } = conflict;
    const told = `${writer} wanted version ${expected} of a row of ${table} and found ${
      actual ?? 'none'
    }: ${resolution}`;
    if (resolution === 'conflict') {
      logger.warn(told);
    } else {
      logger.debug(told);
    }
  };
}
