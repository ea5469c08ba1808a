import { mockServices } from '@backstage/backend-test-utils';
import { reason } from '@backstage-incidents/incidents-common';
import { ParentIssueRow } from '../database/tables';
import { createReadParentIssueRow } from './ParentIssueRecord';

const row: ParentIssueRow = {
  issue_id: 'issue',
  incident_number: 7,
  is_current: true,
  version: 1,
  status: 'linked',
  origin: 'created',
  route: null,
  fields: JSON.stringify({
    title: { intended: ['Down'], ofALaterVersion: 1 },
    ofALaterVersion: 1,
  }),
  observed: null,
  team_key: null,
  attachment_id: null,
  comment: null,
  reasons: JSON.stringify([reason('allItemsClosed')]),
  created_at: 0,
  updated_at: 0,
};

describe('a row of a parent issue', () => {
  it('keeps the data that a later version wrote into the field records', () => {
    const read = createReadParentIssueRow(mockServices.logger.mock());
    expect(read(row)).toMatchObject({
      fields: JSON.parse(row.fields),
      reasons: [reason('allItemsClosed')],
    });
  });

  it('counts columns that cannot be read as never written, with one warning each', () => {
    const logger = mockServices.logger.mock();
    const read = createReadParentIssueRow(logger);
    const damaged: ParentIssueRow = {
      ...row,
      route: '{"team":"INC","reason":"in words"}',
      fields: '{"title":{"intended":"Down"}}',
      observed: '{"id":1}',
      comment: 'no JSON',
      reasons: '[{"code":1}]',
    };
    for (let times = 0; times < 2; times++) {
      expect(read(damaged)).toMatchObject({
        route: undefined,
        fields: {},
        observed: undefined,
        comment: undefined,
        reasons: [],
      });
    }
    expect(logger.warn).toHaveBeenCalledTimes(5);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('Down');
  });
});
