import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { errorName } from '../logUnexpectedError';
import { MessageComposer } from './MessageComposer';
import { ClaimedNotification, NotificationStore } from './NotificationStore';

const TIMEOUT_MILLISECONDS = 20_000;

/**
 * Sends what is to be told. A notifications plugin that does not answer costs
 * nothing but time: the rest waits for the next run.
 */
export class NotificationSender {
  readonly #store: NotificationStore;
  readonly #composer: MessageComposer;
  readonly #notifications: NotificationService;
  readonly #logger: LoggerService;
  readonly #timeout = timeout(TIMEOUT_MILLISECONDS, TimeoutStrategy.Aggressive);
  #unavailable = false;

  constructor(options: {
    store: NotificationStore;
    composer: MessageComposer;
    notifications: NotificationService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#composer = options.composer;
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /** Until nothing is left, or the plugin does not take it. */
  async send(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claimed = await this.#store.claim();
      if (!claimed || !(await this.#tell(claimed))) {
        return;
      }
    }
  }

  async #tell(claimed: ClaimedNotification): Promise<boolean> {
    let message: Awaited<ReturnType<MessageComposer['compose']>>;
    try {
      message = await this.#composer.compose(
        claimed.occasion,
        claimed.createdAt,
      );
    } catch (error) {
      await this.#store.fail(claimed.key);
      throw error;
    }
    if (message.outcome === 'drop') {
      await this.#store.settle(claimed.key, 'dropped');
      return true;
    }
    const taken = await this.#deliver({
      recipients: { type: 'entity', entityRef: message.to },
      payload: message.payload,
    });
    if (taken) {
      await this.#store.settle(claimed.key, 'sent');
    } else {
      await this.#store.fail(claimed.key);
    }
    return taken;
  }

  async #deliver(notification: NotificationSendOptions): Promise<boolean> {
    try {
      await this.#timeout.execute(() => this.#notifications.send(notification));
    } catch (error) {
      // Once per outage; the message of the error might quote what was sent.
      if (!this.#unavailable) {
        this.#logger.warn(
          `Backstage's notifications plugin does not take notifications, they wait: ${errorName(
            error,
          )}`,
        );
      }
      this.#unavailable = true;
      return false;
    }
    if (this.#unavailable) {
      this.#logger.info('Notifications are sent again');
    }
    this.#unavailable = false;
    return true;
  }
}
