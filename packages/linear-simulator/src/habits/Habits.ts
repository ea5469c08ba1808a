/** Behavior that Linear's documentation leaves open, so that Linear may change it. */
export interface Habits {
  /** The most rows of any page. Default: as many as requested. */
  rowsPerPage?: number;
  /** Every page contains every row twice. Default: once. */
  repeatsRows?: boolean;
  /** How instants are written. Default: in UTC with milliseconds. */
  instants?: 'milliseconds' | 'seconds' | 'offset';
}
