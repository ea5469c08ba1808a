import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import {
  INCIDENTS_EVENTS_TOPIC,
  ServiceIncident,
} from '@backstage-incidents/incidents-common';
import { HttpIncidentsService } from '@backstage-incidents/incidents-node';
import {
  incidentFixture,
  IncidentsApiStub,
  redactedIncidentFixture,
} from '@backstage-incidents/incidents-node/testUtils';
import { ConstantBackoff } from 'cockatiel';
import { indexAgainWhenHidden } from './indexAgainWhenHidden';

describe('a change of an incident', () => {
  let api: IncidentsApiStub;
  let stored: ServiceIncident;
  let publish: (type: string) => Promise<void>;
  const scheduler = mockServices.scheduler.mock();
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    jest.resetAllMocks();
    api = await IncidentsApiStub.start();
    api.answer(() => ({ body: stored }));
    const auth = mockServices.auth({ pluginId: 'search' });
    const events = mockServices.events();
    await indexAgainWhenHidden({
      auth,
      backoff: new ConstantBackoff(0),
      events,
      incidents: HttpIncidentsService.create({
        auth,
        discovery: api.discovery,
      }),
      logger,
      scheduler,
    });
    publish = async type => {
      const reads = api.requests.length;
      await events.publish({
        topic: INCIDENTS_EVENTS_TOPIC,
        eventPayload: { type, incidentRef: 'INC-1' },
      });
      while (api.requests.length === reads) {
        await new Promise(setImmediate);
      }
    };
  });

  afterEach(() => api.close());

  /** The tasks triggered, once there are so many. */
  async function triggered(times: number) {
    while (scheduler.triggerTask.mock.calls.length < times) {
      await new Promise(setImmediate);
    }
    return scheduler.triggerTask.mock.calls.flat();
  }

  it('indexes again at once when it became private, and not with every later change of it', async () => {
    stored = incidentFixture({ ref: 'INC-1' });
    await publish('incident.updated');
    stored = redactedIncidentFixture('INC-1');
    await publish('incident.updated');
    expect(await triggered(1)).toEqual(['search_index_incident']);
    await publish('incident.updated');
    stored = incidentFixture({ ref: 'INC-1' });
    await publish('incident.updated');
    stored = redactedIncidentFixture('INC-1');
    await publish('incident.updated');
    expect(await triggered(2)).toHaveLength(2);
  });

  it('waits for a run that may have read the old text', async () => {
    scheduler.triggerTask.mockRejectedValueOnce(new ConflictError('running'));
    stored = redactedIncidentFixture('INC-1');
    await publish('incident.updated');
    expect(await triggered(2)).toHaveLength(2);
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
