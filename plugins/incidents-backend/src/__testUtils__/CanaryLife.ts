import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { FaultInput, emptySeed } from 'linear-simulator';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import request from 'supertest';
import { eventually } from './eventually';
import { SearchedChannel } from './privacyChannels';
import { ChannelRecording, recordChannels } from './recordChannels';
import { testEntities } from './startIncidentsBackend';
import { SyncBench } from './SyncBench';
import { actions } from '../http/registerActions';

/**
 * Every word of the incident while it is private holds `quark`, every one of
 * those that it has while it is public holds `plankton`.
 */
export const SECRET = /[\w.@/-]*quark[\w.@/-]*/gi;
const ONCE_PUBLIC = /[\w.@/-]*plankton[\w.@/-]*/gi;

/** What people write, in one stage of the incident's life. */
function wordsOf(stage: 'quarkone' | 'plankton' | 'quarktwo') {
  return {
    title: `Title${stage} leaks`,
    summary: `Since noon summary${stage}`,
    labels: [`label${stage}`],
    lead: `user:default/lead${stage}`,
    participants: [`user:default/participant${stage}`],
    links: [
      { title: `Link${stage}`, url: `https://chat.example.com/room${stage}` },
    ],
    affects: [`component:default/affected${stage}`],
  };
}
const first = wordsOf('quarkone');
const shown = wordsOf('plankton');
export const second = wordsOf('quarktwo');
const reporter = 'user:default/reporterquark';
const former = 'user:default/formerquark';
const insiders = {
  first: [reporter, former, first.lead, ...first.participants],
  second: [reporter, second.lead, ...second.participants],
};

const user = (ref: string) => mockCredentials.user.header(ref);
const emailOf = (ref: string) => `${ref.split('/')[1]}@example.com`;
const stranger = 'user:default/priya.nair';
const operator = 'user:default/sam.weber';
const WEBHOOK_SECRET = 'signed';

const people = [...insiders.first, ...insiders.second, shown.lead].map(ref => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: ref.split('/')[1], namespace: 'default' },
  spec: { profile: { email: emailOf(ref) }, memberOf: [] },
}));

/** Bodies for the operations that need one, with words of whoever sends them. */
const bodies: Record<string, object> = {
  'PATCH /incidents/{ref}': { expectedVersion: 1, severity: 'sev5' },
  'POST /incidents/{ref}/action-items': { title: 'Mine' },
  'POST /incidents/{ref}/action-items/attach': { issue: 'ENG-1' },
  'PATCH /incidents/{ref}/action-items/{identifier}': { priority: 'low' },
  'POST /incidents/{ref}/action-items/{identifier}/transition': { to: 'Todo' },
  'POST /incidents/{ref}/parent-issue/transition': { to: 'Todo' },
  'POST /incidents/{ref}/notes': { text: 'Mine' },
};

/** Of no incident that exists; a preview of routing says what the configuration is. */
const IGNORED = /^POST \/(incidents|linear.*|routing\/preview)$/;

/** Columns and fields that name who made the request, or the rule that applied, as its readers see it. */
const OWN_WORDS = {
  principal: undefined,
  route: undefined,
  reasons: undefined,
};

export const asText = (value: unknown) =>
  typeof value === 'string'
    ? value
    : inspect(value, {
        depth: null,
        breakLength: Infinity,
        maxArrayLength: null,
        maxStringLength: null,
      });

/** The words found, in clear, in URLs or in base64, as of a cursor. */
export function found(pattern: RegExp, value: unknown): string[] {
  const text = asText(value);
  const encoded = text.match(/[\w+/=-]{16,}/g) ?? [];
  const all = [
    text,
    ...encoded.map(part => Buffer.from(part, 'base64').toString('latin1')),
  ].join('\n');
  return [...new Set(all.match(pattern) ?? [])].sort();
}
export const anyWord = (value: unknown) => [
  ...found(SECRET, value),
  ...found(ONCE_PUBLIC, value),
];

/** One private incident, everything that happens to it, and what each channel got of it. */
export class CanaryLife {
  readonly recording: ChannelRecording = recordChannels();
  readonly #byChannel = new Map<SearchedChannel | 'toReaders', unknown[]>();
  readonly #sent: string[] = [];
  #bench: SyncBench | undefined;
  #catalogFails = false;
  #operations: { name: string; method: 'get' | 'post'; path: string }[] = [];
  ref = '';
  item = '';
  open = { ref: '', parent: '' };

  get bench(): SyncBench {
    if (!this.#bench) throw new Error('Not started');
    return this.#bench;
  }

  get store() {
    return this.bench.simulator.store;
  }

  /** What a channel got; `toReaders`: notifications to those who may read it. */
  of(channel: SearchedChannel | 'toReaders'): unknown[] {
    const known = this.#byChannel.get(channel) ?? [];
    this.#byChannel.set(channel, known);
    return known;
  }

  /** Gives what the channel gets while `run` runs. */
  async during(list: unknown[], run: () => Promise<void>): Promise<unknown[]> {
    const before = list.length;
    await run();
    return list.slice(before);
  }

  async start(databaseId: TestDatabaseId): Promise<void> {
    const fetched = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, options) => {
      if (String(url) === this.bench.simulator.apiUrl) {
        this.#sent.push(String(options?.body));
      }
      return fetched(url, options);
    });
    const catalog = catalogServiceMock({
      entities: [...testEntities, ...people],
    });
    const failing = new Proxy(catalog, {
      get: (target, name) => {
        const method = Reflect.get(target, name);
        return typeof method === 'function'
          ? async (...parameters: unknown[]) => {
              if (this.#catalogFails) {
                throw new Error(`No answer about ${first.lead}`);
              }
              return method.apply(target, parameters);
            }
          : method;
      },
    });
    const { features, notificationService } = this.recording;
    this.#bench = await SyncBench.start(databaseId, {
      incidents: { operators: [operator] },
      linear: {
        webhookSecrets: [WEBHOOK_SECRET],
        comments: {
          completed: 'All of {{title}} is done.',
          reopened: '{{title}} goes on.',
        },
        routing: {
          rules: [
            {
              name: 'rulequarkone',
              when: { labels: first.labels },
              use: { team: 'PAY', labels: ['pci'], priority: 'urgent' },
            },
            {
              name: 'rulequarktwo',
              when: { labels: second.labels },
              use: { team: 'ENG', labels: ['absent'] },
            },
          ],
          default: { team: 'INC' },
        },
      },
      seed: {
        ...emptySeed,
        users: [
          ...(emptySeed.users ?? []),
          ...people.map(({ metadata: { name } }) => ({
            name,
            email: `${name}@example.com`,
          })),
        ],
      },
      backend: {
        features,
        notifications: notificationService,
        catalog: createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => failing,
        }),
      },
    });
    const { body } = await this.send('get', '/openapi.json', stranger);
    this.#operations = Object.entries<object>(body.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods)
          .filter(([, described]) => !described.security)
          .map(([method]) => ({
            name: `${method.toUpperCase()} ${path}`,
            method: method as 'get',
            path,
          })),
    );
  }

  /** Any request; failures are a channel whoever sends it. */
  async send(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    by: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<request.Response> {
    const authorization =
      by === 'service' ? mockCredentials.service.header() : user(by);
    const pending = request(this.bench.replica.server)
      [method](`/api/incidents${path}`)
      .set({ authorization, ...headers });
    const response = await (body ? pending.send(body) : pending);
    if (response.status >= 500) {
      // Without the address of the request, which it repeats.
      this.of('failures').push([response.headers, response.body.error]);
    }
    return response;
  }

  /** The same of what must succeed. */
  async ok(
    ...parameters: Parameters<CanaryLife['send']>
  ): Promise<request.Response> {
    const response = await this.send(...parameters);
    const [method, path] = parameters;
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.text}`);
    }
    return response;
  }

  async patch(by: string, body: object): Promise<void> {
    const { body: incident } = await this.ok(
      'get',
      `/incidents/${this.ref}`,
      by,
    );
    const { version } = incident;
    await this.ok('patch', `/incidents/${this.ref}`, by, {
      expectedVersion: version,
      ...body,
    });
  }

  /** Whatever people other than its readers can read of it now. */
  async look(): Promise<void> {
    const { ref, item } = this;
    for (const [channel, by] of [
      ['http', stranger],
      ['http', 'user:development/guest'],
      ['service', 'service'],
      ['former', former],
    ] as const) {
      if (channel === 'former' && this.of('former').length === 0) continue;
      for (const { name, method, path } of this.#operations) {
        if (IGNORED.test(name)) continue;
        const address = path
          .replace('{ref}', ref)
          .replace('{identifier}', item)
          .replace('{id}', '4f3c4a0e-9d4f-4a35-8c83-6f2f0f2f4f11');
        const response = await this.send(method, address, by, bodies[name]);
        const { status, headers, text, body } = response;
        if (path === '/linear/status') {
          // Names of rules are configuration; which one an incident matched is not.
          this.of('status').push({ ...body, teams: undefined });
        } else if (path === '/openapi.json') {
          this.of('openApi').push(text);
        } else {
          this.of(channel).push([name, status, headers, text]);
        }
      }
    }
    for (const address of [
      `/incidents?q=quark`,
      `/incidents?label=${first.labels}&label=${second.labels}`,
      `/incidents?lead=${first.lead}&lead=${second.lead}`,
      `/action-items?assignee=${stranger}&limit=1`,
      `/incidents/${this.open.ref}/action-items`,
    ]) {
      const { body } = await this.send('get', address, stranger);
      // Without the address of the request, which an error repeats.
      this.of('http').push({ ...body, request: undefined });
    }
    await this.link();
    this.of('database').push(await this.bench.knex('jobs').select('reason'));
    for (const { name } of actions) {
      if (name === 'explain-routing') continue;
      for (const by of ['service', stranger]) {
        this.of('actions').push([name, await this.act(name, by)]);
      }
    }
    this.of('parentIssue').push(this.parentIssue());
    await this.recording.readGauges();
  }

  /** Its issues, by whoever has an incident of their own. */
  async link(): Promise<void> {
    const { identifier } = this.store.issue(this.parent().identifier);
    for (const issue of [identifier, this.item]) {
      const { ref } = this.open;
      for (const [method, path, body] of [
        ['put', 'parent-issue', { issue, replace: true }],
        ['post', 'action-items/attach', { issue }],
      ] as const) {
        const { status, text } = await this.send(
          method,
          `/incidents/${ref}/${path}`,
          stranger,
          body,
        );
        this.of('http').push([path, status, text]);
        assert.notEqual(status, 200);
      }
    }
  }

  /** What an action gives to its caller, output or error. */
  async act(name: string, by: string): Promise<unknown> {
    const { ref, item } = this;
    const on: Record<string, object> = {
      'list-incidents': {},
      'create-incident': { severity: 'sev1' },
      'update-incident': { ref, expectedVersion: 1, severity: 'sev5' },
      'add-note': { ref, text: 'Mine' },
      'create-action-item': { ref, title: 'Mine' },
      'update-action-item': { ref, identifier: item, priority: 'low' },
      'transition-action-item': { ref, identifier: item, to: 'Todo' },
    };
    try {
      return await this.recording.registry.invoke({
        id: `test:${name}`,
        input: JSON.parse(JSON.stringify(on[name] ?? { ref })),
        credentials:
          by === 'service'
            ? mockCredentials.service()
            : mockCredentials.user(by),
      });
    } catch (error) {
      return error;
    }
  }

  /** Issues that are or were the incident's parent, the present one last. */
  parents() {
    return [...this.store.tables.issues.values()]
      .filter(({ title }) => title.startsWith(`[${this.ref}]`))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  parent() {
    const parent = this.parents().at(-1);
    if (!parent) throw new Error('No parent issue');
    return parent;
  }

  /** What people in Linear see of an issue, names in place of ids. */
  parentIssue({ id } = this.parent()): object {
    const { tables } = this.store;
    const { title, description, assigneeId, priority, labelIds } =
      this.store.issue(id);
    return {
      title,
      description: description ?? '',
      assignee: assigneeId && tables.users.get(assigneeId)?.email,
      priority,
      labels: labelIds.map(label => tables.labels.get(label)?.name),
      attachments: this.store
        .attachmentsOf(id)
        .map(({ title: text, subtitle, url, metadata }) => ({
          title: text,
          subtitle,
          url,
          metadata,
        })),
      comments: this.store.commentsOf(id).map(({ body }) => body),
    };
  }

  /** What is sent to Linear meanwhile. */
  async whileSending(run: () => Promise<void>): Promise<void> {
    const sent = await this.during(this.#sent, run);
    this.of('linearRequests').push(...sent);
  }

  /** Forgets back-offs and attempts whatever is due, once. */
  async attempt(): Promise<void> {
    await this.bench
      .knex('jobs')
      .where({ state: 'due' })
      .whereNull('claim_id')
      .update({ run_at: new Date(0) });
    await this.bench.replica.scheduler.run('incidents-jobs');
  }

  /** Attempts until nothing is due. */
  async settle(): Promise<void> {
    await eventually(async () => {
      await this.attempt();
      const due = await this.bench.knex('jobs').where({ state: 'due' });
      // By value: rows of SQLite may be arrays of another test file's realm.
      assert.equal(
        JSON.stringify(due.map(({ kind, key, reason }) => [kind, key, reason])),
        '[]',
      );
    });
  }

  async sync(by: string): Promise<request.Response> {
    return this.send('post', `/incidents/${this.ref}/sync`, by);
  }

  /** Reminders are sent only while what is known of Linear is fresh. */
  async remind(): Promise<void> {
    await this.bench.delta();
    await this.bench.replica.scheduler.run('incidents-reminders');
    await this.settle();
  }

  /** Everything that a reader does, with words of one stage. */
  async work(words: typeof first, stage: string): Promise<void> {
    const { ref, store } = this;
    const { lead } = words;
    const typed = store.createIssue({
      team: 'PAY',
      title: `Item${stage} typed in Linear`,
      parent: this.parent().id,
      assignee: emailOf(stranger),
      dueDate: '2026-01-10',
    });
    this.item = typed.identifier;
    store.relate(this.open.parent, typed.id, 'related');
    const added = await this.ok(
      'post',
      `/incidents/${ref}/action-items`,
      lead,
      { title: `Item${stage} from Backstage`, assignee: words.participants[0] },
    );
    const { identifier } = added.body;
    store.updateIssue(identifier, { dueDate: '2026-01-12' });
    const note = await this.ok('post', `/incidents/${ref}/notes`, lead, {
      text: `Note${stage} in **Markdown**`,
    });
    assert.equal((await this.sync(lead)).status, 200);
    await this.remind();

    await this.patch(lead, { title: `Rename${stage} it is` });
    await this.ok(
      'patch',
      `/incidents/${ref}/action-items/${identifier}`,
      lead,
      { assignee: stranger, priority: 'low' },
    );
    store.updateIssue(identifier, { title: `Item${stage} renamed` });
    for (const to of ['Done', 'Todo']) {
      for (const issue of [identifier, this.item]) {
        await this.ok(
          'post',
          `/incidents/${ref}/action-items/${issue}/transition`,
          lead,
          { to },
        );
      }
      await this.settle();
    }
    assert.notDeepEqual(store.commentsOf(this.parent().id), []);
    await this.look();
    await this.ok('delete', `/incidents/${ref}/notes/${note.body.id}`, lead);
  }

  /** Linear, the catalog and the database fail, with messages that quote the incident. */
  async fail(words: typeof first): Promise<void> {
    const { ref, bench } = this;
    const { simulator, knex } = bench;
    const { lead, title } = words;
    const body = JSON.stringify({ errors: [{ message: title }], title });
    const times = 3;
    const faults: FaultInput[] = [
      { kind: 'status', status: 401, body, times: 1 },
      { kind: 'status', status: 403, body, times },
      { kind: 'status', status: 500, body, times },
      { kind: 'rateLimited', resetAfterMs: 200 },
      { kind: 'malformed', times },
      { kind: 'html', times },
      { kind: 'resetAfter', times },
      { kind: 'delay', delayMs: 1_000, times },
      { kind: 'partialData', times },
      {
        kind: 'error',
        message: title,
        userPresentableMessage: title,
        type: 'forbidden',
        times,
      },
      {
        kind: 'error',
        message: title,
        userPresentableMessage: title,
        type: 'invalid input',
        code: 'INPUT_ERROR',
        times,
      },
    ];
    const { timeout } = AbortSignal;
    const timeouts = jest
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation(milliseconds =>
        timeout.call(AbortSignal, milliseconds === 15_000 ? 100 : milliseconds),
      );
    for (const fault of faults) {
      simulator.faults.add(fault);
      await this.sync(lead);
      if (fault.kind !== 'rateLimited') {
        await this.send('post', `/incidents/${ref}/action-items`, lead, {
          title: 'Itemquark during a fault',
        });
      }
      assert(simulator.faults.list().every(({ hits }) => hits > 0));
      await this.attempt();
      const { body: seen } = await this.send('get', '/linear/status', operator);
      this.of('status').push({ ...seen, teams: undefined });
      simulator.faults.clear();
      await this.retryAll();
      await eventually(async () => {
        await this.attempt();
        const again = await this.sync(lead);
        assert.equal(again.status, 200, `after ${fault.kind}: ${again.text}`);
      });
    }
    timeouts.mockRestore();

    this.#catalogFails = true;
    await this.patch(lead, { lead, affects: [...words.affects] });
    await bench.replica.scheduler.run('incidents-reminders');
    await this.attempt();
    this.#catalogFails = false;

    const notes = await this.refuseWrites('timeline_entries', title);
    const note = await this.send('post', `/incidents/${ref}/notes`, lead, {
      text: title,
    });
    assert.equal(note.status, 500);
    const { body: incident } = await this.ok('get', `/incidents/${ref}`, lead);
    const edit = await this.send('patch', `/incidents/${ref}`, lead, {
      expectedVersion: incident.version,
      title: `${title}!`,
      severity: 'sev4',
    });
    assert.equal(edit.status, 500);
    await notes.acceptAgain();
    const items = await this.refuseWrites('action_items', title);
    this.store.updateIssue(this.item, { title: 'Itemquark not stored' });
    await this.sync(lead);
    await this.attempt();
    await items.acceptAgain();
    await knex.schema.renameTable('action_items', 'away');
    await this.look();
    await knex.schema.renameTable('away', 'action_items');
    await this.retryAll();
    await this.settle();
  }

  /** Has the database refuse writes to a table with a message that quotes what people wrote. */
  async refuseWrites(
    table: string,
    words: string,
  ): Promise<{ acceptAgain(): Promise<void> }> {
    const { knex } = this.bench;
    const isPostgres = knex.client.config.client.includes('pg');
    if (isPostgres) {
      await knex.raw(
        `create or replace function refuse() returns trigger language plpgsql as
         $$ begin raise exception 'refused: ${words}, %', new; end $$`,
      );
    }
    for (const event of ['insert', 'update']) {
      await knex.raw(
        `create trigger refuse_${event} before ${event} on ${table} ${
          isPostgres
            ? 'for each row execute function refuse()'
            : `begin select raise(abort, 'refused: ${words}'); end`
        }`,
      );
    }
    return {
      acceptAgain: async () => {
        for (const event of ['insert', 'update']) {
          await knex.raw(
            `drop trigger refuse_${event}${isPostgres ? ` on ${table}` : ''}`,
          );
        }
      },
    };
  }

  /** The operator resumes what gave up. */
  async retryAll(): Promise<void> {
    const { body } = await this.send('get', '/linear/status', operator);
    this.of('status').push({ ...body, teams: undefined });
    for (const { id } of body.work.escalated) {
      await this.ok('post', `/linear/work/${id}/retry`, operator);
    }
  }

  async deliver(body: object, secret: string): Promise<number> {
    const bytes = JSON.stringify({
      action: 'update',
      type: 'Issue',
      webhookTimestamp: Date.now(),
      ...body,
    });
    const signature = createHmac('sha256', secret).update(bytes).digest('hex');
    const { status } = await request(this.bench.replica.server)
      .post('/api/incidents/linear/webhook')
      .set('content-type', 'application/json')
      .set('linear-signature', signature)
      .send(bytes);
    return status;
  }

  async live(): Promise<void> {
    const { bench, recording } = this;
    const by = first.lead;
    for (const one of [stranger, operator, 'user:development/guest']) {
      await this.ok('get', '/incidents', one);
    }
    const address = bench.replica.server.address() as AddressInfo;
    bench.simulator.webhooks.register({
      url: `http://127.0.0.1:${address.port}/api/incidents/linear/webhook`,
      secret: WEBHOOK_SECRET,
      allPublicTeams: true,
    });
    this.open = await bench.declare({ title: 'Nothing secret' });

    const declaration = {
      ...first,
      participants: [...first.participants, former],
      severity: 'sev1',
      visibility: 'private',
    };
    await this.whileSending(async () => {
      const declare = () =>
        this.ok('post', '/incidents', reporter, declaration, {
          'idempotency-key': 'declared-once',
          prefer: 'wait=15',
        });
      this.ref = (await declare()).body.ref;
      assert.equal((await declare()).body.ref, this.ref);
      await this.settle();
      await this.work(first, 'quarkone');
      await this.loseParticipant();
      await this.fail(first);
      await this.receiveWebhooks('quarkone');
      await this.look();
    });

    await this.publish(by);
    await this.hide();
    await this.whileSending(async () => {
      await this.work(second, 'quarktwo');
      await this.receiveWebhooks('quarktwo');
      await this.replaceParent();
      await this.patch(second.lead, { status: 'done' });
      await this.settle();
      await bench.sweep();
      await this.settle();
      await this.look();
    });
    for (const { id } of this.parents().slice(0, -1)) {
      this.of('formerParents').push(this.parentIssue(this.store.issue(id)));
    }
    this.collect(insiders.second);
    await this.readDatabase();
    const { logs, metrics, audited } = recording;
    await recording.readGauges();
    // Backstage's event service writes what goes through it at level debug, the addresses of signals too.
    this.of('logs').push(
      ...logs.filter(
        ({ level, line: [text] }) =>
          level !== 'debug' ||
          !/^Event received: topic=signals/.test(`${text}`),
      ),
    );
    this.of('metrics').push(...metrics);
    this.of('auditor').push(
      ...audited.map(({ meta, ...event }) => ({
        ...event,
        ...meta,
        ...OWN_WORDS,
      })),
    );
    const { tables } = this.store;
    this.of('items').push(
      [...tables.issues.values()].filter(({ parentId }) => parentId),
    );
  }

  /** Creates an item, is removed, and repeats what was allowed before. */
  async loseParticipant(): Promise<void> {
    const create = () =>
      this.send(
        'post',
        `/incidents/${this.ref}/action-items`,
        former,
        { title: 'Itemquark of whoever leaves' },
        { 'idempotency-key': 'left' },
      );
    assert.equal((await create()).status, 201);
    assert.equal((await create()).status, 200);
    await this.patch(first.lead, { participants: first.participants });
    const { status, text } = await create();
    assert.equal(status, 404);
    this.of('former').push(text);
  }

  async receiveWebhooks(stage: string): Promise<void> {
    const { id } = this.store.issue(this.item);
    this.store.updateIssue(id, { title: `Item${stage} by webhook` });
    await this.bench.simulator.webhooks.flush();
    const data = { id, title: `Item${stage} forged` };
    assert.equal(await this.deliver({ data }, 'guessed'), 401);
    assert.equal(await this.deliver({ data }, WEBHOOK_SECRET), 200);
    assert.equal(await this.deliver({ data, type: 7 }, WEBHOOK_SECRET), 400);
    await this.settle();
  }

  /** Takes what the channels got while it was private. */
  collect(readers: readonly string[]): void {
    const { events, signals, notifications } = this.recording;
    this.of('events').push(...events.splice(0));
    this.of('signals').push(
      ...signals
        .splice(0)
        .filter(({ message }) => message.incidentRef === this.ref)
        .map(({ recipients: { type, entityRef = [] }, ...said }) => ({
          ...said,
          others:
            type === 'user'
              ? entityRef.filter(ref => !readers.includes(ref))
              : 'everyone',
        })),
    );
    for (const sent of notifications.splice(0)) {
      const { recipients } = sent;
      const to = recipients.type === 'entity' ? recipients.entityRef : 'all';
      const isForReaders = [to].flat().every(ref => readers.includes(ref));
      this.of(isForReaders ? 'toReaders' : 'notifications').push(sent);
    }
  }

  /** With other words; what was written before is taken away first. */
  async publish(by: string): Promise<void> {
    const { store } = this;
    for (const { id } of store.children(this.parent().id)) {
      store.updateIssue(id, { title: 'Itemplankton' });
    }
    assert.equal((await this.sync(by)).status, 200);
    this.collect(insiders.first);
    await this.patch(by, { ...shown, visibility: 'public' });
    await this.patch(shown.lead, { title: `${shown.title}, really` });
    await this.settle();
    const { text } = await this.send('get', `/incidents/${this.ref}`, stranger);
    assert.notDeepEqual(found(ONCE_PUBLIC, text), []);
    for (const to of ['Done', 'Todo']) {
      await this.ok(
        'post',
        `/incidents/${this.ref}/action-items/${this.item}/transition`,
        shown.lead,
        { to },
      );
      await this.settle();
    }
    assert.notDeepEqual(found(ONCE_PUBLIC, this.parentIssue()), []);
    await this.remind();
  }

  async hide(): Promise<void> {
    const { recording } = this;
    await eventually(async () => {
      assert(
        recording.signals.at(-1)?.recipients.entityRef?.includes(stranger),
      );
    });
    // What is sent while it is public may say what is public.
    for (const list of [
      recording.signals,
      recording.events,
      recording.notifications,
    ]) {
      list.splice(0);
    }
    await this.patch(shown.lead, {
      ...second,
      title: second.title,
      visibility: 'private',
    });
    for (const { id } of this.store.children(this.parent().id)) {
      this.store.updateIssue(id, { title: 'Itemquarktwo hidden' });
    }
    await this.settle();
    await this.look();
  }

  /** Unlinks the parent and has another one created, which Linear refuses at first. */
  async replaceParent(): Promise<void> {
    const path = `/incidents/${this.ref}/parent-issue`;
    const { faults } = this.bench.simulator;
    const { lead, title } = second;
    await this.ok('delete', path, lead);
    await this.settle();
    faults.add({
      kind: 'error',
      match: 'CreateIssue',
      message: title,
      userPresentableMessage: title,
      type: 'invalid input',
      code: 'INPUT_ERROR',
      times: 'untilCleared',
    });
    const { text } = await this.send('put', path, lead, {});
    await this.settle();
    const { body } = await this.send('get', '/linear/status', operator);
    this.of('status').push({ ...body, teams: undefined });
    assert.notDeepEqual(body.work.escalated, [], text);
    faults.clear();
    await this.retryAll();
    await this.settle();
    assert.equal(this.parents().length, 2);
  }

  /** Every table but those that hold what the incident is. */
  async readDatabase(): Promise<void> {
    const { knex } = this.bench;
    const isPostgres = knex.client.config.client.includes('pg');
    const tables: { name: string }[] = isPostgres
      ? (
          await knex.raw(
            "select tablename as name from pg_tables where schemaname = 'public'",
          )
        ).rows
      : await knex.raw("select name from sqlite_master where type = 'table'");
    const content =
      /^(incidents(_text.*)?|incident_(participants|affected_entities|labels|users)|affected_entit.*|action_items|timeline_entries|sqlite_.*)$/;
    for (const { name } of tables) {
      if (!content.test(name)) {
        const rows: object[] = await knex(name);
        this.of('database').push(
          ...rows.map(row => [name, { ...row, ...OWN_WORDS }]),
        );
      }
    }
  }
}
