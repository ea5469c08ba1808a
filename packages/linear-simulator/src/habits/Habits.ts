/** What Linear's documentation leaves open, so that another Linear may do it otherwise. */
export interface Habits {
  /** Most rows of any page, however many are asked for. Default: as many as are asked for. */
  rowsPerPage?: number;
  /** Every page shows every row twice. Default: once. */
  repeatsRows?: boolean;
  /** How instants are written. Default: in UTC with milliseconds. */
  instants?: 'milliseconds' | 'seconds' | 'offset';
}
