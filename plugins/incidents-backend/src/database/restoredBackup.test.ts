import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabaseId } from '@backstage/backend-test-utils';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const manual = readFileSync(
  resolvePackagePath(
    '@backstage-incidents/incidents-backend',
    '../../docs/operations.md',
  ),
  'utf8',
);

/** The one block of this language in the manual's chapter. */
function documented(language: string): string {
  const chapter =
    manual.split('\n## ').find(text => /^Backup/.test(text)) ?? '';
  const blocks = [
    ...chapter.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g')),
  ];
  expect(blocks).toHaveLength(1);
  return blocks[0][1];
}

const parentsSchema = z.object({
  data: z.object({
    issues: z.object({ nodes: z.array(z.object({ title: z.string() })) }),
  }),
});

describe.each(testDatabases.eachSupportedId())(
  'a database that was restored from a backup on %p',
  (databaseId: TestDatabaseId) => {
    it('gives out no number twice once the documented query and statement were run', async () => {
      const bench = await startWithLinear(databaseId);
      const backup = new Date();
      await bench.declare();
      await bench.declare();
      await bench.declare({ visibility: 'private' });
      // As in a backup from before the three
      await bench.knex('counters').update({ value: 0 });

      const query = documented('graphql').replace(
        /gte: "[^"]*"/,
        `gte: "${backup.toISOString()}"`,
      );
      const response = await fetch(bench.simulator.apiUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'lin_api_demo',
        },
        body: JSON.stringify({ query }),
      });
      const { issues } = parentsSchema.parse(await response.json()).data;
      const numbers = issues.nodes.map(({ title }) =>
        Number(/^\[INC-(\d+)\]/.exec(title)?.[1]),
      );
      expect(numbers.sort()).toEqual([1, 2, 3]);

      const raiseTo = (number: number) =>
        bench.knex.raw(documented('sql').replaceAll('57', String(number)));
      await raiseTo(3);
      // Repeated by mistake, with too small a number
      await raiseTo(1);
      expect((await bench.declare()).ref).toBe('INC-4');
      await bench.close();
    });
  },
);
