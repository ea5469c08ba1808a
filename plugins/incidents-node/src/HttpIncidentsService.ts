import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { IncidentsClient } from '@backstage-incidents/incidents-common';
import { IncidentsService } from './IncidentsService';

/**
 * {@link IncidentsService} over HTTP, with a fresh plugin token for every call.
 * Plugins get it by {@link incidentsServiceRef}.
 *
 * @public
 */
export class HttpIncidentsService implements IncidentsService {
  readonly #client: IncidentsClient;
  readonly #auth: AuthService;

  private constructor(client: IncidentsClient, auth: AuthService) {
    this.#client = client;
    this.#auth = auth;
  }

  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    const client = new IncidentsClient({
      discoveryApi: options.discovery,
      fetchApi: { fetch },
    });
    return new HttpIncidentsService(client, options.auth);
  }

  createIncident: IncidentsService['createIncident'] = async (body, options) =>
    this.#client.createIncident(body, await this.#authorize(options));

  listIncidents: IncidentsService['listIncidents'] = async (filters, options) =>
    this.#client.listIncidents(filters, await this.#authorize(options));

  getIncident: IncidentsService['getIncident'] = async (ref, options) =>
    this.#client.getIncident(ref, await this.#authorize(options));

  listIncidentsAsService: IncidentsService['listIncidentsAsService'] = async (
    filters,
    options,
  ) =>
    this.#client.listIncidentsAsService(
      filters,
      await this.#authorize(options),
    );

  getIncidentAsService: IncidentsService['getIncidentAsService'] = async (
    ref,
    options,
  ) => this.#client.getIncidentAsService(ref, await this.#authorize(options));

  updateIncident: IncidentsService['updateIncident'] = async (
    ref,
    body,
    options,
  ) => this.#client.updateIncident(ref, body, await this.#authorize(options));

  listActionItems: IncidentsService['listActionItems'] = async (ref, options) =>
    this.#client.getActionItems(ref, await this.#authorize(options));

  findActionItems: IncidentsService['findActionItems'] = async (
    filters,
    options,
  ) => this.#client.findActionItems(filters, await this.#authorize(options));

  createActionItem: IncidentsService['createActionItem'] = async (
    ref,
    body,
    options,
  ) => this.#client.createActionItem(ref, body, await this.#authorize(options));

  updateActionItem: IncidentsService['updateActionItem'] = async (
    ref,
    identifier,
    body,
    options,
  ) =>
    this.#client.updateActionItem(
      ref,
      identifier,
      body,
      await this.#authorize(options),
    );

  transitionActionItem: IncidentsService['transitionActionItem'] = async (
    ref,
    identifier,
    body,
    options,
  ) =>
    this.#client.transitionActionItem(
      ref,
      identifier,
      body,
      await this.#authorize(options),
    );

  syncIncident: IncidentsService['syncIncident'] = async (ref, options) =>
    this.#client.syncIncident(ref, await this.#authorize(options));

  async #authorize<T extends { credentials: BackstageCredentials }>(
    options: T,
  ): Promise<Omit<T, 'credentials'> & { token: string }> {
    const { credentials, ...rest } = options;
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'incidents',
    });
    return { ...rest, token };
  }
}
