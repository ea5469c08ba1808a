import { IncidentsApi } from './IncidentsApi.mjs';
import { user } from './words.mjs';

/** How long to wait for the rejection, in milliseconds. */
const REFUSED_WITHIN = 30_000;

/**
 * Declares an incident whose parent issue Linear rejects, so that a job needs
 * attention. A second call finds the incident of the first.
 *
 * @param {{ backendUrl: string, simulatorUrl: string }} options
 */
export async function declareRefused({ backendUrl, simulatorUrl }) {
  const api = await IncidentsApi.signIn({ backendUrl, user: 'ada.olsen' });
  const faults = `${simulatorUrl}/__simulator/faults`;
  await fetch(faults, {
    method: 'POST',
    body: JSON.stringify({
      kind: 'error',
      match: 'CreateIssue',
      message: 'You may not create issues in this team',
      type: 'forbidden',
      code: 'FORBIDDEN',
      times: 'untilCleared',
    }),
  });
  try {
    const { ref } = await api.create(
      {
        title: 'Gift cards cannot be redeemed',
        severity: 'sev4',
        lead: user('omar.haddad'),
        labels: ['payments'],
      },
      'demo-refused',
    );
    await api.settled(ref, { within: REFUSED_WITHIN });
  } finally {
    await fetch(faults, { method: 'DELETE' });
  }
}
