import fc from 'fast-check';
import { incidentEntityRef, incidentRefFromEntityName } from './entityRef';

describe('incident references and entity names', () => {
  it('are two notations of the same incident', () => {
    expect(incidentEntityRef('INC-42')).toBe('incident:default/inc-42');
    expect(incidentRefFromEntityName('inc-42')).toBe('INC-42');
  });

  it('convert into each other', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z][A-Z0-9]{0,9}-[1-9][0-9]{0,5}$/),
        ref => {
          const name = incidentEntityRef(ref).split('/')[1];
          expect(incidentRefFromEntityName(name)).toBe(ref);
        },
      ),
    );
  });
});
