import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFile } from 'node:fs/promises';
import {
  anyWord,
  asText,
  CanaryLife,
  found,
  SECRET,
  second,
} from '../__testUtils__/CanaryLife';
import { documentedTable } from '../__testUtils__/documentedTable';
import {
  PrivacyChannel,
  privacyChannels,
  SearchedChannel,
} from '../__testUtils__/privacyChannels';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(180_000);

const searched = Object.entries<PrivacyChannel>(privacyChannels)
  .filter(([, { look }]) => look.by === 'canary')
  .map(([name, { channel }]) => [channel, name as SearchedChannel] as const);

/** Words that a channel may hold, by what its row of the table says. */
const allowed: Partial<Record<SearchedChannel, RegExp>> = {
  // Action items as people type them, and addresses to find people by.
  linearRequests: /^itemquark|@example\.com$/i,
};

describe.each(testDatabases.eachSupportedId())(
  'the canary, a private incident that lived through everything, on %p',
  databaseId => {
    const life = new CanaryLife();
    beforeAll(async () => {
      await life.start(databaseId);
      await life.live();
    });
    afterAll(async () => {
      jest.restoreAllMocks();
      await life.bench.close();
    });

    it.each(searched.filter(([, name]) => name !== 'items'))(
      'is not in: %s',
      (_, name) => {
        const got = life.of(name);
        expect(got).not.toEqual([]);
        const leaks = got.flatMap(one => {
          const words = anyWord(one).filter(word => !allowed[name]?.test(word));
          return words.length > 0 ? [{ words, in: asText(one) }] : [];
        });
        expect(leaks).toEqual([]);
      },
    );

    it('is in events and signals by its reference, which nobody gets who may not see it', () => {
      const { ref } = life;
      const events = life.of('events').map(event => Object(event).eventPayload);
      const ours = events.filter(({ incidentRef }) => incidentRef === ref);
      expect(ours).not.toEqual([]);
      for (const event of ours) {
        expect(event).toEqual({ type: 'incident.updated', incidentRef: ref });
      }
      for (const signal of life.of('signals')) {
        expect(signal).toEqual({
          channel: 'incidents',
          message: { type: expect.any(String), incidentRef: ref },
          others: [],
        });
      }
    });

    it('is in Linear a parent issue that says only that it exists', () => {
      for (const issue of [
        ...life.of('parentIssue'),
        ...life.of('formerParents'),
      ]) {
        expect(issue).toMatchObject({
          title: `[${life.ref}] Private incident`,
          description: '',
          assignee: undefined,
          priority: 0,
          labels: [],
        });
      }
    });

    it('is where it belongs, so the search is known to find it', async () => {
      const { ref } = life;
      for (const path of ['', '/timeline', '/action-items']) {
        const { text } = await life.send(
          'get',
          `/incidents/${ref}${path}`,
          second.lead,
        );
        expect([path, found(SECRET, text)]).not.toEqual([path, []]);
      }
      const action = await life.act('get-incident', second.lead);
      const { body } = await life.send(
        'get',
        '/incidents?q=quarktwo',
        second.lead,
      );
      expect(body.totalItems).toBe(1);
      for (const channel of [
        action,
        life.of('toReaders'),
        life.of('items'),
        life.of('linearRequests'),
      ]) {
        expect(found(SECRET, channel)).not.toEqual([]);
      }
    });
  },
);

describe('docs/privacy.md', () => {
  it('has the channels that are looked at, and no other', async () => {
    const { documented, generated } = await documentedTable(
      'privacy.md',
      [
        [
          'channel',
          'who reads it',
          'what of a private incident is there',
          'how it was looked at',
        ],
        ...Object.values<PrivacyChannel>(privacyChannels).map(
          ({ channel, reader, holds, look }) => [
            channel,
            reader,
            holds,
            look.by === 'canary'
              ? `canary: ${look.how}`
              : `\`${look.file}\`: “${look.title}”`,
          ],
        ),
      ],
      'channels',
    );
    expect(documented).toBe(generated);
  });

  it('names tests that are there', async () => {
    for (const { look } of Object.values<PrivacyChannel>(privacyChannels)) {
      if (look.by === 'canary') continue;
      const file = resolvePackagePath(
        '@backstage-incidents/incidents-backend',
        '../..',
        look.file,
      );
      expect(await readFile(file, 'utf8')).toContain(`'${look.title}'`);
    }
  });
});
