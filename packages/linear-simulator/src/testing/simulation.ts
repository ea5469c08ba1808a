import { z } from 'zod';
import { Simulator, SimulatorOptions, startSimulator } from '../startSimulator';

const graphqlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

/** A running simulator and a client of it, for the tests of this package. */
export class Simulation {
  readonly simulator: Simulator;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async start(options: SimulatorOptions = {}): Promise<Simulation> {
    return new Simulation(
      await startSimulator({ seed: 'empty', recordFile: false, ...options }),
    );
  }

  get store() {
    return this.simulator.store;
  }

  post(body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.simulator.apiUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'lin_api_demo',
        ...headers,
      },
      body,
    });
  }

  /** Any response, with its status and headers. */
  async ask(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    const response = await this.post(
      JSON.stringify({ query, variables }),
      headers,
    );
    const answer = graphqlAnswer.parse(await response.json());
    return { status: response.status, headers: response.headers, ...answer };
  }

  /** The data; throws when there are errors. */
  async data(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<unknown> {
    const { data, errors } = await this.ask(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Nodes of a root connection called `issues`, by one scalar field. */
  async issues(argumentsText: string, field = 'identifier'): Promise<unknown> {
    const shape = z.object({
      issues: z.object({ nodes: z.array(z.record(z.string(), z.unknown())) }),
    });
    const query = `{ issues(${argumentsText}) { nodes { ${field} } } }`;
    const { issues } = shape.parse(await this.data(query));
    return issues.nodes.map(node => node[field]);
  }

  async close(): Promise<void> {
    await this.simulator.close();
  }
}

/** A clock that tests advance. */
export class TestClock {
  #time: number;

  constructor(start: string) {
    this.#time = Date.parse(start);
  }

  now = () => new Date(this.#time);

  advance(milliseconds: number): void {
    this.#time += milliseconds;
  }
}
