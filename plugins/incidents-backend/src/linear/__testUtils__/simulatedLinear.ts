import {
  type FaultInput,
  type SimulatorOptions,
  type SimulatorSeed,
  emptySeed,
  startSimulator,
} from 'linear-simulator';
import type { LinearGatewayOptions } from '../createLinearGateway';
import { TestClock, testGateway } from './testGateway';

const simulators: Awaited<ReturnType<typeof startSimulator>>[] = [];

afterEach(async () => {
  for (const simulator of simulators.splice(0)) {
    await simulator.close();
  }
});

/** A simulator of its own for a test, and a gateway with its API key. Both go by the same clock. */
export async function simulateLinear(
  options: {
    seed?: SimulatorSeed;
    simulator?: SimulatorOptions;
    gateway?: Partial<LinearGatewayOptions>;
  } = {},
) {
  const clock = new TestClock();
  const simulator = await startSimulator({
    seed: options.seed ?? emptySeed,
    now: () => new Date(clock.now()),
    ...options.simulator,
  });
  simulators.push(simulator);
  const { apiUrl, tokenUrl, store, requests } = simulator;
  const gateway = testGateway({
    apiUrl,
    tokenUrl,
    clock,
    auth: { kind: 'apiKey', apiKey: 'lin_api_demo' },
    ...options.gateway,
  });
  const fail = (fault: FaultInput) => simulator.faults.add(fault);
  const sent = () => requests.list().map(request => request.operationName);
  return { clock, simulator, store, gateway, fail, sent };
}
