import { facetOptions } from './facetOptions';

describe('facetOptions', () => {
  it('keeps the order of the found values and adds chosen values without matches', () => {
    expect(
      facetOptions({
        found: [
          { value: 'PAY', count: 12 },
          { value: 'ENG', count: 3 },
        ],
        chosen: ['GONE', 'PAY'],
        describe: count => `${count} incidents`,
      }),
    ).toEqual([
      { id: 'PAY', label: 'PAY', description: '12 incidents' },
      { id: 'ENG', label: 'ENG', description: '3 incidents' },
      { id: 'GONE', label: 'GONE' },
    ]);
  });
});
