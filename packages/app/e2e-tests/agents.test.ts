import { Agent, NaiveAgent } from './support/Agent';
import { expect, test } from './support/test';

const SERVICE_TOKEN = 'e2e-service-token';

test.describe('an agent that speaks MCP', () => {
  test('explains routing, declares an incident, waits for its items, moves one and adds a note, as a person', async ({
    agentOf,
    linear,
  }) => {
    const agent = await agentOf('ada.olsen');
    expect(agent.tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        [
          'list-incidents',
          'get-incident',
          'list-action-items',
          'create-incident',
          'update-incident',
          'create-action-item',
          'update-action-item',
          'transition-action-item',
          'sync-incident',
          'add-note',
          'explain-routing',
        ].map(name => expect.stringContaining(name)),
      ),
    );

    expect(
      await agent.succeed('explain-routing', {
        severity: 'sev1',
        affects: ['component:default/checkout'],
      }),
    ).toMatchObject({ team: 'PAY', rule: 'payments' });

    const declared = await agent.succeed('create-incident', {
      title: 'An agent declared this',
      severity: 'sev1',
      affects: ['component:default/checkout'],
    });
    const { ref } = Object(declared.incident);
    let identifier = '';
    await expect
      .poll(async () => {
        const { incident } = await agent.succeed('get-incident', { ref });
        ({ identifier } = Object(incident).parentIssue);
        return Object(incident).parentIssue.status;
      })
      .toBe('linked');

    await linear.create({
      team: 'PAY',
      title: 'Written in Linear',
      parent: identifier,
    });
    await agent.succeed('sync-incident', { ref });
    const { items } = await agent.succeed('list-action-items', { ref });
    const [item] = Object(items);
    expect(item).toMatchObject({ title: 'Written in Linear', status: 'todo' });
    expect(
      await agent.succeed('transition-action-item', {
        ref,
        identifier: item.identifier,
        to: 'Done',
      }),
    ).toMatchObject({ outcome: 'moved', to: 'Done' });

    const { note } = await agent.succeed('add-note', {
      ref,
      text: 'Rolled the release back',
    });
    expect(note).toMatchObject({
      kind: 'noteAdded',
      actor: 'user:default/ada.olsen',
    });
  });

  test('finds its way by the descriptions alone', async ({ agentOf }) => {
    const agent = new NaiveAgent(await agentOf('ada.olsen'), {
      title: 'A naive agent declared this',
      severity: 'sev3',
      affects: ['component:default/checkout'],
    });
    const goal = (words: string, learned?: Record<string, unknown>) =>
      agent.pursue(words, learned);

    expect(
      await goal(
        'Which Linear team would get the parent issue, and by which rule',
      ),
    ).toBe('explain-routing');
    expect(await goal('Something is broken: declare an incident')).toBe(
      'create-incident',
    );
    await expect
      .poll(async () => {
        await goal(
          'Read whether its parent issue is pending, and what it waits for',
        );
        return goal('Create a task as a sub-issue, an action item', {
          title: 'Page the owner',
        }).catch(() => 'no parent issue yet');
      })
      .toBe('create-action-item');
    expect(
      await goal('Move the action item to another workflow state', {
        to: 'In Progress',
      }),
    ).toBe('transition-action-item');
    expect(
      await goal('Add a note to the timeline on what was observed', {
        text: 'The queue is long',
      }),
    ).toBe('add-note');
    expect(
      await goal('Change the status of the incident', { status: 'mitigated' }),
    ).toBe('update-incident');
  });

  test('acts as a service too, which sees that a private incident exists and no more', async ({
    agentOf,
    agentWith,
    incidentsOf,
  }) => {
    const ada = await incidentsOf('ada.olsen');
    const { ref } = await ada.declare({
      title: 'The agent must not know',
      visibility: 'private',
    });
    const service = await agentWith(SERVICE_TOKEN);
    const declared = await service.succeed('create-incident', {
      title: 'Declared by automation',
      severity: 'sev4',
    });
    expect(declared.incident).toMatchObject({
      title: 'Declared by automation',
      visibility: 'public',
    });
    const { incident } = await service.succeed('get-incident', { ref });
    expect(incident).toEqual({
      ref,
      entityRef: `incident:default/${ref.toLowerCase()}`,
      title: 'Private incident',
      visibility: 'private',
    });

    const stranger = await agentOf('priya.nair');
    for (const [tool, input] of Object.entries({
      'get-incident': { ref },
      'list-action-items': { ref },
      'sync-incident': { ref },
      'add-note': { ref, text: 'I was here' },
      'create-action-item': { ref, title: 'I was here' },
      'update-incident': { ref, expectedVersion: 1, status: 'done' },
    })) {
      const result = await stranger.call(tool, input);
      expect(result, tool).toMatchObject({
        ok: false,
        error: expect.stringContaining('NotFound'),
      });
      expect(JSON.stringify(result)).not.toContain('must not know');
    }
  });

  test('is refused without a token', async ({ agentWith }) => {
    await expect(agentWith('no-token')).rejects.toThrow(/401|Unauthorized/i);
  });
});
