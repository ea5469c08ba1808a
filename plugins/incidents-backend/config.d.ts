import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Incidents with action items in Linear. */
  incidents?: {
    /**
     * What references begin with: INC-1, INC-2, … A capital
     * letter, then up to 19 capital letters or digits. Default: `INC`.
     */
    prefix?: string;

    privacy?: {
      /**
       * Entity refs of users and groups who can read every private incident,
       * in addition to its lead, reporter and participants. Default: none.
       */
      readers?: string[];

      /**
       * What the parent issue of a private incident may show in Linear although
       * it says something of the incident: `assignee` (its lead), `priority`
       * (its severity), `labels` (those of its route). Default: none of them.
       */
      showInLinear?: string | string[];
    };

    /**
     * Entity refs of users and groups who are notified when something needs
     * attention. Default: none.
     */
    operators?: string[];

    /**
     * Connection to Linear. Without it, incidents work and their pages say that
     * Linear is not configured.
     */
    linear?: {
      /** GraphQL endpoint. Default: `https://api.linear.app/graphql`. */
      apiUrl?: string;

      /** OAuth token endpoint. Default: `https://api.linear.app/oauth/token`. */
      tokenUrl?: string;

      /**
       * Credentials: exactly one of `oauth` and `apiKey`.
       * @deepVisibility secret
       */
      auth: {
        /** OAuth application with client credentials; Linear shows it as the actor. */
        oauth?: {
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /** Default: `read`, `write`. */
          scopes?: string[];
        };
        /**
         * Personal API key. Linear shows everything as done by that person.
         * @visibility secret
         */
        apiKey?: string;
      };

      /**
       * Signing secrets of Linear's webhooks: one, or two during a rotation.
       * Without any, the webhook route responds with 404 and changes arrive by
       * polling.
       * @deepVisibility secret
       */
      webhookSecrets?: string[];

      /**
       * Webhook deliveries older than this are rejected. The default covers
       * Linear's last retry. Default: 7 hours.
       */
      webhookMaxAge?: HumanDuration | string;

      /**
       * Fraction (0 to 1) of the rate budget that background work leaves to
       * people. Default: 0.2.
       */
      budgetReserve?: number;

      /**
       * True: incident INC-42 is Linear issue INC-42. The prefix must then be
       * the key of every routed team. Default: false.
       */
      syncIdentifiers?: boolean;

      /**
       * With `syncIdentifiers`: the largest gap between the next incident
       * number and the team's next issue number that is closed by creating
       * issues. 0 to 100. Default: 5.
       */
      identifierGapLimit?: number;

      /**
       * Keys of further teams whose issues may be linked as a parent issue or
       * attached as an action item. The teams of `routing` always are.
       * Default: none.
       */
      linkableTeams?: string | string[];

      /** Which team gets an incident's parent issue. */
      routing: {
        /**
         * True: if no rule matches, the annotation `linear.app/team-key` on an
         * affected entity names the team. Default: false.
         */
        entityTeamAnnotation?: boolean;

        /** In order; the first match wins. Default: none. */
        rules?: Array<{
          /** Names the rule in reasons and reports. Unique. */
          name: string;

          /**
           * All given conditions must hold; one value of a list is enough. An
           * empty list counts as absent.
           */
          when?: {
            severity?: string | string[];
            visibility?: string | string[];
            /** Labels of the incident, in any letter case. */
            labels?: string | string[];
            /** Groups the lead is a member of. */
            leadGroup?: string | string[];
            /** One affected entity must meet all of these conditions. */
            affects?: {
              refs?: string | string[];
              kind?: string | string[];
              /** `spec.type`. */
              type?: string | string[];
              system?: string | string[];
              domain?: string | string[];
              owner?: string | string[];
            };
          };

          /** What the parent issue is created with. */
          use: {
            /** Team key. */
            team: string;
            /** Name of a project of that team. */
            project?: string;
            /** Names of labels to add. */
            labels?: string | string[];
            /** Default: by severity. */
            priority?: 'urgent' | 'high' | 'medium' | 'low' | 'none';
            /** Description template; see `docs/routing.md`. */
            template?: string;
            /** Name of the workflow state at creation. */
            state?: string;
          };
        }>;

        /** Where an incident goes when no rule matches. */
        default: {
          /** Team key. */
          team: string;
          /** Name of a project of that team. */
          project?: string;
          /** Names of labels to add. */
          labels?: string | string[];
          /** Default: by severity. */
          priority?: 'urgent' | 'high' | 'medium' | 'low' | 'none';
          /** Description template; see `docs/routing.md`. */
          template?: string;
          /** Name of the workflow state at creation. */
          state?: string;
        };
      };

      /**
       * Names of the workflow states the parent issue is moved to. Default: the
       * team's state with the lowest position of the type.
       */
      states?: {
        /** For every team. */
        default?: {
          /** Where a reopened parent issue goes. */
          open?: string;
          completed?: string;
          canceled?: string;
        };
        /** By team key; takes precedence over `default`. */
        teams?: {
          [teamKey: string]: {
            /** Where a reopened parent issue goes. */
            open?: string;
            completed?: string;
            canceled?: string;
          };
        };
      };

      /**
       * Templates of the comments on automatic moves; an empty string means
       * no comment.
       */
      comments?: {
        completed?: string;
        reopened?: string;
      };
    };

    actionItems?: {
      /**
       * Which issues are shown, seen from the parent issue. Default: all four.
       */
      sources?: Array<'child' | 'related' | 'blockedBy' | 'blocks'>;

      /**
       * Time from an item's creation to its due date, for issues with neither
       * a due date nor an SLA. If given, it replaces the default as a whole.
       * Default: urgent 7, high 14, medium 28 days.
       */
      dueWithin?: {
        urgent?: HumanDuration | string;
        high?: HumanDuration | string;
        medium?: HumanDuration | string;
        low?: HumanDuration | string;
        none?: HumanDuration | string;
      };

      autoComplete?: {
        /**
         * Items of these sources decide whether the parent issue is complete.
         * Must be among `sources`. Default: child, related.
         */
        counts?: Array<'child' | 'related' | 'blockedBy' | 'blocks'>;
        /**
         * True: the parent issue is completed only when the incident is closed.
         * Default: false.
         */
        requireClosedIncident?: boolean;
      };

      reminders?: {
        /** Default: true. */
        enabled?: boolean;
        /** Time between the first reminder and the due date. Default: 3 days. */
        before?: HumanDuration | string;
        /** Time between reminders of an overdue item. Default: 7 days. */
        every?: HumanDuration | string;
      };
    };

    sync?: {
      /** How often changes are read from Linear. Default: 1 minute. */
      frequency?: HumanDuration | string;
      /**
       * Viewing an incident refreshes it if it was last read longer ago than
       * this. Default: 5 minutes.
       */
      throttle?: HumanDuration | string;
      /** How often everything is read again. Default: 12 hours. */
      fullSweep?: HumanDuration | string;
      /**
       * Fraction (0 to 1) of action items: if more than this would disappear at
       * once, a full re-sync waits for an operator. Default: 0.2.
       */
      maxDisappearing?: number;
      /**
       * Operators see a warning after this time without any webhook.
       * Default: 1 day.
       */
      webhookSilence?: HumanDuration | string;
      /** Forced syncs that a person may start per minute. Default: 20. */
      forcedPerMinute?: number;
    };

    /**
     * Incidents that a person or a service may declare per minute; repeats with
     * an idempotency key do not count. Default: 60.
     */
    declarePerMinute?: number;

    retention?: {
      /**
       * How long webhook deliveries are remembered. Must be longer than
       * `linear.webhookMaxAge`. Default: 8 days.
       */
      webhooks?: HumanDuration | string;
      /** How long idempotency keys are remembered. Default: 7 days. */
      idempotencyKeys?: HumanDuration | string;
    };
  };
}
