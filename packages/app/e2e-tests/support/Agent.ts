import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect } from '@playwright/test';

type Tool = Awaited<ReturnType<Client['listTools']>>['tools'][number];

/** What a tool returned: its output, or the text of its error. */
export type ToolResult =
  | { ok: true; output: Record<string, unknown> }
  | { ok: false; error: string };

/** An agent that speaks to the backend's MCP endpoint with a Backstage token. */
export class Agent {
  readonly #client: Client;
  readonly tools: Tool[];

  private constructor(client: Client, tools: Tool[]) {
    this.#client = client;
    this.tools = tools;
  }

  static async connect(options: { baseUrl: string; token: string }) {
    const client = new Client({ name: 'tests', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(
        new URL('/api/mcp-actions/v1', options.baseUrl),
        {
          requestInit: {
            headers: { authorization: `Bearer ${options.token}` },
          },
        },
      ),
    );
    return new Agent(client, (await client.listTools()).tools);
  }

  async call(
    name: string,
    input: Record<string, unknown>,
  ): Promise<ToolResult> {
    const tool = this.tools.find(
      one => one.name === name || one.name.endsWith(`.${name}`),
    );
    if (!tool) {
      throw new Error(
        `No tool ${name} among ${this.tools.map(one => one.name).join(', ')}`,
      );
    }
    const { content, structuredContent, isError } = await this.#client.callTool(
      { name: tool.name, arguments: input },
    );
    return isError
      ? { ok: false, error: JSON.stringify(content) }
      : { ok: true, output: Object(structuredContent) };
  }

  /** The output of a call that must succeed. */
  async succeed(
    name: string,
    input: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const result = await this.call(name, input);
    expect(result.ok, JSON.stringify(result)).toBe(true);
    return result.ok ? result.output : {};
  }

  async close() {
    await this.#client.close();
  }
}

/**
 * Finds its way by descriptions alone: it picks the tool whose description shares
 * the rarest words with its goal, and fills the tool's fields from what it knows
 * and what earlier tools returned.
 */
export class NaiveAgent {
  readonly #agent: Agent;
  readonly #known: Record<string, unknown>;

  constructor(agent: Agent, known: Record<string, unknown>) {
    this.#agent = agent;
    this.#known = { ...known };
  }

  /** Pursues a goal in words; returns the tool that it chose. */
  async pursue(
    goal: string,
    learned: Record<string, unknown> = {},
  ): Promise<string> {
    Object.assign(this.#known, learned);
    const tool = this.#choose(goal);
    const fields = Object.keys(tool.inputSchema.properties ?? {});
    const input = Object.fromEntries(
      fields.flatMap(field =>
        field in this.#known ? [[field, this.#known[field]]] : [],
      ),
    );
    const output = await this.#agent.succeed(tool.name, input);
    this.#learn(output);
    return tool.name.replace(/^.*\./, '');
  }

  #choose(goal: string): Tool {
    const { tools } = this.#agent;
    const wordsOfTools = tools.map(({ description = '' }) =>
      words(description),
    );
    const rarity = (word: string) =>
      1 / wordsOfTools.filter(set => set.has(word)).length;
    const scores = wordsOfTools.map(set =>
      [...words(goal)]
        .filter(word => set.has(word))
        .reduce((sum, word) => sum + rarity(word), 0),
    );
    return tools[scores.indexOf(Math.max(...scores))];
  }

  /** Remembers the names of what a tool returned. */
  #learn(output: Record<string, unknown>) {
    for (const value of [output, ...Object.values(output)]) {
      const { ref, identifier, version } = Object(value);
      if (typeof ref === 'string') this.#known.ref = ref;
      if (typeof identifier === 'string') this.#known.identifier = identifier;
      if (typeof version === 'number') this.#known.expectedVersion = version;
    }
  }
}

/** Words of a text without what every text has, plural and singular alike. */
function words(text: string): Set<string> {
  return new Set(
    (text.toLowerCase().match(/[a-z]+/g) ?? [])
      .filter(word => word.length > 3)
      .map(word => word.replace(/(es|ed|s|d|e)$/, '')),
  );
}
