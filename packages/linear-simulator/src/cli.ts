import { parseArgs } from 'node:util';
import { startSimulator } from './startSimulator';

const usage = `Usage: cli.ts [--port 7010] [--host 127.0.0.1] [--state FILE] [--record FILE] [--seed demo|empty]
              [--latency MS] [--webhook URL --webhook-secret SECRET]`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7010' },
      host: { type: 'string', default: '127.0.0.1' },
      state: { type: 'string' },
      record: { type: 'string' },
      seed: { type: 'string', default: 'demo' },
      latency: { type: 'string', default: '0' },
      webhook: { type: 'string' },
      'webhook-secret': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { seed } = values;
  if (seed !== 'demo' && seed !== 'empty') {
    throw new Error(`--seed is demo or empty, not ${seed}`);
  }
  const simulator = await startSimulator({
    port: wholeNumber('port', values.port),
    host: values.host,
    stateFile: values.state,
    recordFile: values.record,
    latencyMs: wholeNumber('latency', values.latency),
    seed,
  });
  if (values.webhook) {
    const secret = values['webhook-secret'];
    if (!secret) throw new Error('--webhook needs --webhook-secret');
    simulator.webhooks.register({
      url: values.webhook,
      secret,
      allPublicTeams: true,
    });
  }

  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    simulator.close().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  // Last, so that the reader of this line can already send a signal.
  process.stdout.write(`Linear simulator ready at ${simulator.url}\n`);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`--${name} must be a whole number, not ${text}`);
  }
  return value;
}

function fail(error: Error): void {
  process.stderr.write(`${error.message}\n${usage}\n`);
  process.exit(1);
}

main().catch(fail);
