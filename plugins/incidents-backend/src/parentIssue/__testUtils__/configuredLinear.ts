import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import {
  ConfiguredLinearSettings,
  IncidentsSettings,
  readIncidentsSettings,
} from '../../config';

/** Settings with Linear configured: team INC gets everything. */
export function configuredSettings(linear: JsonObject = {}): {
  settings: IncidentsSettings;
  linearSettings: ConfiguredLinearSettings;
} {
  const settings = readIncidentsSettings(
    new ConfigReader({
      incidents: {
        linear: {
          auth: { apiKey: 'lin_api_test' },
          routing: { default: { team: 'INC' } },
          ...linear,
        },
      },
    }),
  );
  if (settings.linear.kind !== 'configured') {
    throw new Error('The test configures Linear');
  }
  return { settings, linearSettings: settings.linear };
}

export function configuredLinear(
  linear: JsonObject = {},
): ConfiguredLinearSettings {
  return configuredSettings(linear).linearSettings;
}
