import {
  incidentUpdatePermission,
  putParentIssueSchema,
} from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { ParentIssueLinks } from '../parentIssue/ParentIssueLinks';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentViews } from '../incidents/incidentViews';
import { Requesters } from './Requesters';
import { inTime } from './inTime';
import { noQuery, parse, parseRef } from './parse';

/** `/incidents/:ref/parent-issue`: link, create, replace, unlink. */
export function parentIssueRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  /** Absent while Linear is not configured. */
  links?: ParentIssueLinks;
  views: IncidentViews;
}): Router {
  const { requesters, access, views } = options;
  const router = PromiseRouter();
  const requireLinks = () => {
    if (!options.links) {
      throw new ConflictError(
        'Linear is not configured, so there are no parent issues; configure incidents.linear',
      );
    }
    return options.links;
  };

  router.put('/incidents/:ref/parent-issue', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const ref = parseRef(request.params.ref);
    const { issue, replace = false } = parse(
      putParentIssueSchema,
      request.body ?? {},
    );
    const incident = await access.require(
      requester,
      ref,
      incidentUpdatePermission,
    );
    const links = requireLinks();
    const incidentNumber = incident.number;
    if (issue === undefined) {
      await links.create({ incidentNumber, replace });
    } else {
      await inTime(call =>
        links.link({ incidentNumber, issue, replace, call }),
      );
    }
    response.json((await views.view(incident)).parentIssue);
  });

  router.delete('/incidents/:ref/parent-issue', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    parse(z.strictObject({}), request.body ?? {});
    const incident = await access.require(
      requester,
      parseRef(request.params.ref),
      incidentUpdatePermission,
    );
    const links = requireLinks();
    await inTime(call =>
      links.unlink({ incidentNumber: incident.number, call }),
    );
    response.json((await views.view(incident)).parentIssue);
  });

  return router;
}
