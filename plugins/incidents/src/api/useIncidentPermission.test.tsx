import {
  actionItemCreatePermission,
  Incident,
} from '@backstage-incidents/incidents-common';
import {
  AuthorizeResult,
  EvaluatePermissionRequest,
} from '@backstage/plugin-permission-common';
import { screen, waitFor } from '@testing-library/react';
import { renderWithIncidents } from '../__testUtils__/renderWithIncidents';
import { useIncidentPermission } from './useIncidentPermission';

function Offer(props: {
  incident: { ref: string; visibility: Incident['visibility'] | undefined };
}) {
  const mayDo = useIncidentPermission(
    actionItemCreatePermission,
    props.incident,
  );
  return <output>{mayDo ? 'offered' : 'not offered'}</output>;
}

// Decisions are cached per incident for the life of the page.
let incidents = 0;

function renderOffer(
  visibility: Incident['visibility'] | undefined,
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY,
) {
  incidents += 1;
  const ref = `INC-${incidents}`;
  const asked = new Array<EvaluatePermissionRequest>();
  renderWithIncidents(<Offer incident={{ ref, visibility }} />, {
    handlers: [],
    permissions: {
      authorize: request => {
        asked.push(request);
        return result;
      },
    },
  });
  return { ref, asked };
}

describe('useIncidentPermission', () => {
  it('follows the decision of the framework on a public incident', async () => {
    const { ref, asked } = renderOffer('public', AuthorizeResult.ALLOW);
    expect(await screen.findByText('offered')).toBeInTheDocument();
    expect(asked).toMatchObject([
      {
        permission: { name: actionItemCreatePermission.name },
        resourceRef: ref,
      },
    ]);
  });

  it('does not offer what the framework denies on a public incident', async () => {
    const { asked } = renderOffer('public', AuthorizeResult.DENY);
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(screen.getByText('not offered')).toBeInTheDocument();
  });

  it('offers everything on a private incident, without a request', async () => {
    const { asked } = renderOffer('private', AuthorizeResult.DENY);
    expect(await screen.findByText('offered')).toBeInTheDocument();
    expect(asked).toEqual([]);
  });

  it('offers nothing before the visibility is known', async () => {
    const { asked } = renderOffer(undefined, AuthorizeResult.ALLOW);
    expect(await screen.findByText('not offered')).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});
