import {
  createIncidentSchema,
  incidentCreatePermission,
  incidentUpdatePermission,
  listIncidentsSchema,
  updateIncidentSchema,
} from '@backstage-incidents/incidents-common';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { idempotentRequest } from '../incidents/IdempotencyStore';
import { principalOf } from '../incidents/Requester';
import { IncidentService } from '../incidents/IncidentService';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentViews } from '../incidents/incidentViews';
import { Requesters } from './Requesters';
import { noQuery, parse, parseRef, parseWaitSeconds } from './parse';

/** `/incidents`: declare, list, read, edit. */
export function incidentsRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  service: IncidentService;
  views: IncidentViews;
  /** Waits for the parent issue of an incident. */
  untilLinked: (incidentNumber: number, timeoutMs: number) => Promise<void>;
}): Router {
  const { requesters, access, service, views, untilLinked } = options;
  const router = PromiseRouter();

  router.post('/incidents', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const body = parse(createIncidentSchema, request.body);
    await access.requirePermission(requester, incidentCreatePermission);
    const key = request.header('idempotency-key');
    const created = await service.create({
      body,
      requester,
      idempotency:
        key === undefined
          ? undefined
          : idempotentRequest({
              principal: principalOf(requester),
              route: 'POST /incidents',
              key,
              body,
            }),
    });
    const read = () =>
      service.get({
        ref: created.ref,
        requester,
      });
    const declared = await read();
    let answer = declared;
    const waitSeconds = parseWaitSeconds(request.header('prefer'));
    if (waitSeconds > 0) {
      await untilLinked(created.number, waitSeconds * 1000);
      response.setHeader('Preference-Applied', `wait=${waitSeconds}`);
      answer = await read();
    }
    const [incident] = await views.views([
      // Whoever declares an incident has just written all of it, but not what others make of it meanwhile.
      created.outcome === 'created' && answer.form === 'redacted'
        ? { form: 'full', record: declared.record }
        : answer,
    ]);
    response.status(created.outcome === 'created' ? 201 : 200).json(incident);
  });

  router.get('/incidents', async (request, response) => {
    const requester = await requesters.identify(request);
    const query = parse(listIncidentsSchema, request.query);
    const page = await access.list(requester, query);
    response.json({
      items: await views.views(page.items),
      nextCursor: page.nextCursor,
      totalItems: page.totalItems,
    });
  });

  router.get('/incidents/:ref', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const answer = await access.read(requester, parseRef(request.params.ref));
    const [incident] = await views.views([answer]);
    response.json(incident);
  });

  router.patch('/incidents/:ref', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const ref = parseRef(request.params.ref);
    const body = parse(updateIncidentSchema, request.body);
    await access.require(requester, ref, incidentUpdatePermission);
    const record = await service.update({
      ref,
      body,
      requester,
    });
    response.json(await views.view(record));
  });

  return router;
}
