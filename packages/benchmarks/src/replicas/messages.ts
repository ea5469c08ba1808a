/** How a replica is started. */
export interface ReplicaOptions {
  /** Connection string of a PostgreSQL database. */
  connection: string;
  /** Base URL of the simulated Linear. */
  linearUrl: string;
  /** True: due work is looked for by itself, as in production; default: every task waits for `run`. */
  polls?: boolean;
  /** How far this process's clock is ahead, in milliseconds; negative: behind. */
  clockOffset?: number;
  webhookSecret?: string;
}

/** What is asked of a replica: one run of a task. */
export interface RunRequest {
  run: string;
  /** End by SIGKILL at this step, counted from 1. */
  dieAt?: number;
}

/** What a replica says. */
export type ReplicaMessage =
  | { port: number }
  /** A task ended; `steps` are the points at which it could have died. */
  | { ran: string; steps: string[]; error?: string };
