import { createHmac, randomUUID } from 'node:crypto';
import { Change } from '../store/Change';
import { Workspace } from '../store/Workspace';
import { webhookBody } from './webhookBody';

export interface WebhookRegistration {
  url: string;
  secret: string;
  /** UUID or key of the one team whose events it gets; or… */
  teamId?: string;
  /** …every team that is public. Private teams need their own webhook. */
  allPublicTeams?: boolean;
  /** Default Issue, Comment, Attachment. */
  resourceTypes?: Change['type'][];
}

export interface Delivery {
  id: string;
  webhookId: string;
  type: string;
  action: string;
  /** The HTTP status of every attempt so far; 0 is none (refused, too slow). */
  attempts: number[];
  state: 'pending' | 'delivered' | 'failed';
}

type Webhook = WebhookRegistration & { id: string };

/** Linear retries after a minute, an hour and six hours. */
export const documentedRetrySchedule: readonly number[] = [
  60_000, 3_600_000, 21_600_000,
];

const timeoutMs = 5_000;

/** Sends signed events to registered URLs, and retries them on a schedule. */
export class Webhooks {
  readonly #workspace: Workspace;
  readonly #retrySchedule: readonly number[];
  readonly #webhooks = new Map<string, Webhook>();
  readonly #deliveries: Delivery[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Map<NodeJS.Timeout, () => void>();
  readonly #closing = new AbortController();

  constructor(options: {
    workspace: Workspace;
    /** Milliseconds before each retry. */
    retrySchedule: readonly number[];
  }) {
    this.#workspace = options.workspace;
    this.#retrySchedule = options.retrySchedule;
    this.#workspace.journal.onChange(change => this.#announce(change));
  }

  /** Returns the webhook's id. */
  register(registration: WebhookRegistration): string {
    const { teamId, allPublicTeams } = registration;
    if ((teamId === undefined) === !allPublicTeams) {
      throw new Error('A webhook needs either teamId or allPublicTeams');
    }
    const id = randomUUID();
    this.#webhooks.set(id, { ...registration, id });
    return id;
  }

  unregister(id: string): void {
    this.#webhooks.delete(id);
  }

  deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Waits for running attempts; with `retries`, makes scheduled ones now, until none is left. */
  async flush(options: { retries?: boolean } = {}): Promise<void> {
    do {
      if (options.retries) {
        for (const [timer, attempt] of this.#waiting) {
          clearTimeout(timer);
          this.#waiting.delete(timer);
          attempt();
        }
      }
      await Promise.all(this.#running);
    } while (this.#running.size > 0 || (options.retries && this.#waiting.size));
  }

  async close(): Promise<void> {
    for (const timer of this.#waiting.keys()) clearTimeout(timer);
    this.#waiting.clear();
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  #announce(change: Change): void {
    const team = this.#workspace.tables.teams.get(change.teamId);
    for (const webhook of this.#webhooks.values()) {
      const hears = webhook.allPublicTeams
        ? team?.visibility === 'public'
        : webhook.teamId === team?.id || webhook.teamId === team?.key;
      const types = webhook.resourceTypes ?? ['Issue', 'Comment', 'Attachment'];
      if (!hears || !types.includes(change.type)) continue;
      const delivery: Delivery = {
        id: randomUUID(),
        webhookId: webhook.id,
        type: change.type,
        action: change.action,
        attempts: [],
        state: 'pending',
      };
      this.#deliveries.push(delivery);
      const body = webhookBody({
        change,
        workspace: this.#workspace,
        webhookId: webhook.id,
      });
      this.#run(webhook, delivery, JSON.stringify(body));
    }
  }

  #run(webhook: Webhook, delivery: Delivery, body: string): void {
    const attempt = this.#attempt(webhook, delivery, body).finally(() => {
      this.#running.delete(attempt);
    });
    this.#running.add(attempt);
  }

  async #attempt(
    webhook: Webhook,
    delivery: Delivery,
    body: string,
  ): Promise<void> {
    const status = await this.#post(webhook, delivery, body);
    delivery.attempts.push(status);
    if (status === 200) {
      delivery.state = 'delivered';
      return;
    }
    const delay = this.#retrySchedule.at(delivery.attempts.length - 1);
    if (delay === undefined || this.#closing.signal.aborted) {
      delivery.state = 'failed';
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      this.#run(webhook, delivery, body);
    }, delay).unref();
    this.#waiting.set(timer, () => this.#run(webhook, delivery, body));
  }

  async #post(
    webhook: Webhook,
    delivery: Delivery,
    body: string,
  ): Promise<number> {
    const signature = createHmac('sha256', webhook.secret).update(body);
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([
          this.#closing.signal,
          AbortSignal.timeout(timeoutMs),
        ]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'linear-delivery': delivery.id,
          'linear-event': delivery.type,
          'linear-signature': signature.digest('hex'),
          'linear-timestamp': String(this.#workspace.journal.now().getTime()),
          'user-agent': 'Linear-Webhook',
        },
        body,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // No response counts as status 0 of the delivery.
      return 0;
    }
  }
}
