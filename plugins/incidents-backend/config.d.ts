import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Incidents whose action items live in Linear. */
  incidents?: {
    /**
     * What references of incidents begin with: INC-1, INC-2, … A capital
     * letter, then up to 19 capital letters or digits. Default: `INC`.
     */
    prefix?: string;

    privacy?: {
      /**
       * Entity refs of users and groups who may see every private incident,
       * beside its lead, reporter and participants. Default: none.
       */
      readers?: string[];
    };

    /**
     * Entity refs of users and groups who are notified when work with Linear
     * does not go on by itself and needs a person. Default: none.
     */
    operators?: string[];

    /**
     * Connection to Linear. Absent: incidents work, and their pages say that
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
        /** OAuth application with client credentials, acting as itself. */
        oauth?: {
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /** Default: `read`, `write`. */
          scopes?: string[];
        };
        /**
         * Personal API key; everything is then done in that person's name.
         * @visibility secret
         */
        apiKey?: string;
      };

      /**
       * Signing secrets of Linear's webhooks: one, or two while rotating. None:
       * the webhook route answers 404 and changes arrive by polling.
       * @deepVisibility secret
       */
      webhookSecrets?: string[];

      /**
       * Age from which a webhook delivery is refused. Covers Linear's last
       * retry. Default: 7 hours.
       */
      webhookMaxAge?: HumanDuration | string;

      /**
       * Share, 0 to 1, of the rate budget that background work leaves to
       * people. Default: 0.2.
       */
      budgetReserve?: number;

      /**
       * True: incident INC-42 is Linear issue INC-42. The prefix must then be
       * the key of every routed team. Default: false.
       */
      syncIdentifiers?: boolean;

      /**
       * With `syncIdentifiers`: the largest gap between our next number and
       * the team's next number that is closed by creating issues. 0 to 100.
       * Default: 5.
       */
      identifierGapLimit?: number;

      /** The parent-issue router: which team gets an incident's parent issue. */
      routing: {
        /**
         * True: if no rule matches, the annotation `linear.app/team-key` on an
         * affected entity names the team. Default: false.
         */
        entityTeamAnnotation?: boolean;

        /** In order, first match wins. Default: none. */
        rules?: Array<{
          /** Names the rule in reasons and reports. Unique. */
          name: string;

          /**
           * All given conditions must hold, any value of a list suffices. An
           * empty list counts as not given.
           */
          when?: {
            severity?: string | string[];
            visibility?: string | string[];
            /** Labels of the incident, in any letter case. */
            labels?: string | string[];
            /** Groups the lead is a member of. */
            leadGroup?: string | string[];
            /** One and the same affected entity must satisfy all of these. */
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

        /** Where an incident goes that no rule matches. */
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
        /** By team key; wins over `default`. */
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
       * Templates of the comments on automatic moves; the empty string means
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
       * Time from an item's creation to its due instant when the issue has
       * neither due date nor SLA. Given, it replaces the default as a whole.
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
        /** Time before the due instant of the first reminder. Default: 3 days. */
        before?: HumanDuration | string;
        /** Time between reminders of an overdue item. Default: 7 days. */
        every?: HumanDuration | string;
      };
    };

    sync?: {
      /** Interval of the delta task. Default: 1 minute. */
      frequency?: HumanDuration | string;
      /**
       * Per incident: age from which a view triggers a refresh. Default: 5
       * minutes.
       */
      throttle?: HumanDuration | string;
      /** Interval of the full sweep. Default: 12 hours. */
      fullSweep?: HumanDuration | string;
      /**
       * Share, 0 to 1, of items gone at once above which a sweep waits for an
       * operator. Default: 0.2.
       */
      maxDisappearing?: number;
      /**
       * Time without any webhook after which operators see that webhooks are
       * silent. Default: 1 day.
       */
      webhookSilence?: HumanDuration | string;
    };

    retention?: {
      /**
       * How long webhook deliveries are remembered, longer than
       * `linear.webhookMaxAge`. Default: 8 days.
       */
      webhooks?: HumanDuration | string;
      /** How long idempotency keys are remembered. Default: 7 days. */
      idempotencyKeys?: HumanDuration | string;
    };
  };
}
