import { Config } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { ResponseError } from '@backstage/errors';
import {
  DoctorReport,
  IncidentsClient,
  reason,
} from '@backstage-incidents/incidents-common';
import { parseArgs } from 'node:util';
import { readIncidentsSettings } from './config';

const USAGE = `Usage: incidents-doctor [--config <path>]… [--json]

Checks the set-up of the incidents plugin and says how to fix what is wrong.
The configuration is read here; the running backend at backend.baseUrl checks
the rest. The token is that of INCIDENTS_DOCTOR_TOKEN, or the first static one
in backend.auth.externalAccess. The exit status is 1 if a check fails.
`;

/** Where the command writes. */
export interface DoctorOutput {
  out(text: string): void;
  error(text: string): void;
}

/**
 * The command `incidents-doctor`.
 *
 * @returns its exit status: 1 if a check fails or could not run
 */
export async function runDoctor(
  argv: string[],
  env: Record<string, string | undefined>,
  output: DoctorOutput,
): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      config: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    output.out(USAGE);
    return 0;
  }
  const config = await ConfigSources.toConfig(
    ConfigSources.default({
      argv: (values.config ?? []).flatMap(path => ['--config', path]),
    }),
  );
  try {
    const invalid = findInvalidConfig(config);
    const checks = invalid ?? (await askBackend(config, env)).checks;
    output.out(
      values.json ? `${JSON.stringify({ checks }, null, 2)}\n` : format(checks),
    );
    return checks.some(({ status }) => status === 'fail') ? 1 : 0;
  } catch (error) {
    output.error(`${describe(error, config)}\n`);
    return 1;
  } finally {
    config.close();
  }
}

/** The backend does not start with such a configuration, so it cannot be asked. */
function findInvalidConfig(config: Config): DoctorReport['checks'] | undefined {
  try {
    readIncidentsSettings(config);
    return undefined;
  } catch (error) {
    const faults = error instanceof Error ? error.message : String(error);
    return [
      {
        check: 'config',
        status: 'fail',
        ...reason('configurationInvalid', { faults }),
        fix: 'Correct these keys and start the backend',
      },
    ];
  }
}

async function askBackend(
  config: Config,
  env: Record<string, string | undefined>,
): Promise<DoctorReport> {
  const client = new IncidentsClient({
    fetchApi: { fetch },
    discoveryApi: {
      getBaseUrl: async id =>
        `${config.getString('backend.baseUrl')}/api/${id}`,
    },
  });
  return client.getDoctorReport({
    token: env.INCIDENTS_DOCTOR_TOKEN ?? staticToken(config),
  });
}

function staticToken(config: Config): string | undefined {
  return config
    .getOptionalConfigArray('backend.auth.externalAccess')
    ?.find(access => access.getOptionalString('type') === 'static')
    ?.getOptionalString('options.token');
}

function format(checks: DoctorReport['checks']): string {
  return checks
    .map(({ check, status, message, fix }) => {
      const line = `${status.padEnd(4)}  ${check.padEnd(11)}  ${message}`;
      return `${line}\n${fix === undefined ? '' : `${' '.repeat(19)}${fix}\n`}`;
    })
    .join('');
}

function describe(error: unknown, config: Config): string {
  const url = config.getOptionalString('backend.baseUrl');
  if (!(error instanceof ResponseError)) {
    return `Backstage's backend at ${url} isn't responding, or not as the incidents plugin does. Start it, and read its log if it stops.`;
  }
  const { status } = error.response;
  if (status === 404) {
    return `Backstage's backend at ${url} has no incidents plugin. Add @backstage-incidents/incidents-backend to it, and read its log if it does not start.`;
  }
  return status === 401 || status === 403
    ? `Backstage's backend at ${url} refuses the token. Set INCIDENTS_DOCTOR_TOKEN, or configure a static token in backend.auth.externalAccess.`
    : `Backstage's backend at ${url} responded with status ${status}; see its log.`;
}
