import { changedIncidentRef } from './changedIncidentRef';

describe('changedIncidentRef', () => {
  it.each(['incident.created', 'incident.updated', 'incident.closed'])(
    'names the incident of %s',
    type => {
      expect(changedIncidentRef({ type, incidentRef: 'inc-1' })).toBe('INC-1');
    },
  );

  it('passes over events of action items', () => {
    expect(
      changedIncidentRef({ type: 'action-item.added', incidentRef: 'INC-1' }),
    ).toBeUndefined();
  });

  it.each([undefined, 'INC-1', {}, { type: 'incident.created' }])(
    'refuses the payload %j',
    payload => {
      expect(() => changedIncidentRef(payload)).toThrow();
    },
  );
});
