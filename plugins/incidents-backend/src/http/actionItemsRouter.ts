import {
  actionItemCreatePermission,
  actionItemUpdatePermission,
  createActionItemSchema,
  incidentReadPermission,
  issueIdentifierSchema,
  syncTriggerPermission,
  transitionActionItemSchema,
  updateActionItemSchema,
} from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { ActionItemService } from '../actionItems/ActionItemService';
import { idempotentRequest } from '../incidents/IdempotencyStore';
import { principalOf } from '../incidents/Requester';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { SyncService } from '../sync/SyncService';
import { ActionItemViews } from '../actionItems/actionItemViews';
import { Requesters } from './Requesters';
import { inTime } from './inTime';
import { noQuery, parse, parseRef } from './parse';

/** `/incidents/:ref/action-items` and `/incidents/:ref/sync`. */
export function actionItemsRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  /** Absent while Linear is not configured. */
  service?: ActionItemService;
  sync: SyncService;
  views: ActionItemViews;
}): Router {
  const { requesters, access, sync, views } = options;
  const router = PromiseRouter();
  const requireService = () => {
    if (!options.service) {
      throw new ConflictError(
        'Linear is not configured, so there is nowhere to put action items; configure incidents.linear',
      );
    }
    return options.service;
  };

  router.get('/incidents/:ref/action-items', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const { number } = await access.require(
      requester,
      parseRef(request.params.ref),
      incidentReadPermission,
    );
    response.json(
      await views.list({
        incidentNumber: number,
        sync: await sync.onView(number),
        scope: await access.readScope(requester),
      }),
    );
  });

  router.post('/incidents/:ref/action-items', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const ref = parseRef(request.params.ref);
    const body = parse(createActionItemSchema, request.body);
    const key = request.header('idempotency-key');
    const idempotency =
      key === undefined
        ? undefined
        : idempotentRequest({
            principal: principalOf(requester),
            route: `POST /incidents/${ref}/action-items`,
            key,
            body,
          });
    const incident = await access.require(
      requester,
      ref,
      actionItemCreatePermission,
    );
    const service = requireService();
    const { outcome, item } = await inTime(call =>
      service.create({ incident, body, idempotency, call }),
    );
    response.status(outcome === 'created' ? 201 : 200).json(views.view(item));
  });

  router.patch(
    '/incidents/:ref/action-items/:identifier',
    async (request, response) => {
      const requester = await requesters.identify(request);
      noQuery(request.query);
      const ref = parseRef(request.params.ref);
      const identifier = parseIdentifier(request.params.identifier);
      const body = parse(updateActionItemSchema, request.body);
      const incident = await access.require(
        requester,
        ref,
        actionItemUpdatePermission,
      );
      const service = requireService();
      const item = await inTime(call =>
        service.update({ incident, identifier, body, call }),
      );
      response.json(views.view(item));
    },
  );

  router.post(
    '/incidents/:ref/action-items/:identifier/transition',
    async (request, response) => {
      const requester = await requesters.identify(request);
      noQuery(request.query);
      const ref = parseRef(request.params.ref);
      const identifier = parseIdentifier(request.params.identifier);
      const body = parse(transitionActionItemSchema, request.body);
      const incident = await access.require(
        requester,
        ref,
        actionItemUpdatePermission,
      );
      const service = requireService();
      response.json(
        await inTime(call =>
          service.transition({
            incident,
            identifier,
            body,
            call,
          }),
        ),
      );
    },
  );

  router.post('/incidents/:ref/sync', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    parse(z.strictObject({}), request.body ?? {});
    const { number } = await access.require(
      requester,
      parseRef(request.params.ref),
      syncTriggerPermission,
    );
    response.json(await sync.force(number));
  });

  return router;
}

function parseIdentifier(identifier: string): string {
  return parse(z.object({ identifier: issueIdentifierSchema }), { identifier })
    .identifier;
}
