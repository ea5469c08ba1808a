import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { waitForEntity } from './waitForEntity';

const ref = 'incident:default/inc-42';
const entity: Entity = {
  apiVersion: 'incidents/v1alpha1',
  kind: 'Incident',
  metadata: { name: 'inc-42' },
};

function waitWith(catalog: ReturnType<typeof catalogServiceMock>) {
  const pauses = new Array<number>();
  const result = waitForEntity(ref, {
    auth: mockServices.auth(),
    catalog,
    pause: async milliseconds => pauses.push(milliseconds),
  });
  return { pauses, result };
}

describe('waiting for the page of an incident', () => {
  it('ends as soon as the catalog has the entity', async () => {
    const catalog = catalogServiceMock({ entities: [entity] });
    const read = jest.spyOn(catalog, 'getEntityByRef');
    read.mockResolvedValueOnce(undefined).mockResolvedValueOnce(undefined);
    const { pauses, result } = waitWith(catalog);
    expect(await result).toBe('present');
    expect(pauses).toHaveLength(2);
  });

  it('gives up after fifteen seconds', async () => {
    const { pauses, result } = waitWith(catalogServiceMock());
    expect(await result).toBe('absent');
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(15_000);
  });

  it('does not wait for a catalog that fails', async () => {
    const catalog = catalogServiceMock();
    jest.spyOn(catalog, 'getEntityByRef').mockRejectedValue(new Error('down'));
    const { pauses, result } = waitWith(catalog);
    expect(await result).toBe('unavailable');
    expect(pauses).toHaveLength(0);
  });
});
