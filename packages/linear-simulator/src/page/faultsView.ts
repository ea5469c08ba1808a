import { Fault } from '../faults/Fault';
import { LoggedRequest } from '../http/RequestLog';
import { Html, html } from './html';

const kinds: readonly [value: string, text: string][] = [
  ['status', 'Answer with an HTTP status'],
  ['rateLimited', 'Rate limited'],
  ['delay', 'Delay'],
  ['resetBefore', 'Cut the connection before execution'],
  ['resetAfter', 'Execute, then cut the connection'],
  ['malformed', 'Malformed JSON'],
  ['html', 'An HTML page'],
  ['truncatedPage', 'Pages without cursor'],
  ['partialData', 'Data with errors'],
  ['lostTeam', 'A team out of sight'],
];

/** The active faults, a form to add one, and the request log. */
export function faultsView(
  faults: readonly Fault[],
  requests: readonly LoggedRequest[],
): Html {
  const newest = requests.slice(-200).reverse();
  const points = requests.reduce((sum, entry) => sum + (entry.points ?? 0), 0);
  return html`
    <h1>Faults</h1>
    ${faults.length === 0 && html`<p>Nothing is made to fail.</p>`}
    <ul>
      ${faults.map(fault => faultItem(fault))}
    </ul>
    <form method="post" action="/faults">
      <label
        >Fault
        <select name="kind">
          ${kinds.map(
            ([value, text]) => html`<option value="${value}">${text}</option>`,
          )}
        </select>
      </label>
      <label>Operation <input name="match" placeholder="every one" /></label>
      <label
        >Times
        <input name="times" placeholder="until cleared" inputmode="numeric"
      /></label>
      <label
        >Status <input name="status" value="503" inputmode="numeric"
      /></label>
      <label
        >Milliseconds
        <input name="milliseconds" value="3000" inputmode="numeric"
      /></label>
      <label>Team key <input name="team" placeholder="PAY" /></label>
      <button>Add fault</button>
    </form>
    <form method="post" action="/faults/clear">
      <button class="quiet">Clear faults</button>
    </form>
    <h1>Requests</h1>
    <p>${requests.length} requests, ${points} points</p>
    <form method="post" action="/requests/clear">
      <button class="quiet">Clear requests</button>
    </form>
    <table>
      <thead>
        <tr>
          <th scope="col">At</th>
          <th scope="col">Operation</th>
          <th scope="col">Kind</th>
          <th scope="col">Points</th>
          <th scope="col">Status</th>
          <th scope="col">Fault</th>
        </tr>
      </thead>
      <tbody>
        ${newest.map(entry => requestRow(entry))}
      </tbody>
    </table>
  `;
}

function faultItem(fault: Fault): Html {
  const { times = 1, hits } = fault;
  const until =
    times === 'untilCleared' ? 'until cleared' : `${times - hits} more`;
  return html`<li>
    ${fault.kind}, ${fault.match ?? 'every operation'}, ${until}, hit ${hits}
  </li>`;
}

function requestRow(entry: LoggedRequest): Html {
  return html`<tr>
    <td>${entry.at.toISOString()}</td>
    <td>${entry.operationName}</td>
    <td>${entry.kind}</td>
    <td>${entry.points ?? '–'}</td>
    <td>${entry.status || 'cut'}</td>
    <td>${entry.fault ?? ''}</td>
  </tr>`;
}
