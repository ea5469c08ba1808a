import {
  incidentDescriptionFaults,
  readIncidentDescription,
} from './incidentDescription';

describe('incident description', () => {
  it('is public and empty at first', () => {
    expect(readIncidentDescription(undefined)).toEqual({
      visibility: 'public',
    });
  });

  it('drops the text when it becomes private', () => {
    expect(
      readIncidentDescription({ visibility: 'private', title: 'secret' }),
    ).not.toHaveProperty('title', 'secret');
  });

  it.each([
    [{ visibility: 'public' }, ['Title must not be empty']],
    [{ visibility: 'public', title: '  ' }, ['Title must not be empty']],
    [
      { visibility: 'public', title: 'x'.repeat(201) },
      ['Title must have at most 200 characters'],
    ],
    [
      { visibility: 'public', title: 'x', summary: 'x'.repeat(10_001) },
      ['Summary must have at most 10000 characters'],
    ],
    [{ visibility: 'public', title: 'Broken' }, []],
    [{ visibility: 'private' }, []],
  ])('%# says what keeps the form from going on', (value, faults) => {
    expect(incidentDescriptionFaults(value)).toEqual(faults);
  });
});
