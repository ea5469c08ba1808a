/** Linear's values of `extensions.type`. */
export type LinearErrorType =
  | 'authentication error'
  | 'feature not accessible'
  | 'forbidden'
  | 'graphql error'
  | 'internal error'
  | 'invalid input'
  | 'ratelimited';

/** An error in Linear's words; the HTTP layer gives it Linear's shape. */
export class LinearError extends Error {
  readonly type: LinearErrorType;
  readonly code: string;
  /** Shown to people by Linear, so it may say more than `message`. */
  readonly presentable: string;
  /** The HTTP status of the whole response; most errors are sent with 200. */
  readonly status: number;

  constructor(options: {
    message: string;
    type: LinearErrorType;
    code: string;
    presentable?: string;
    status?: number;
  }) {
    super(options.message);
    this.name = 'LinearError';
    this.type = options.type;
    this.code = options.code;
    this.presentable = options.presentable ?? options.message;
    this.status = options.status ?? 200;
  }

  /** No such entity, or none that the caller can see: Linear does not distinguish these. */
  static notFound(entity: string): LinearError {
    return new LinearError({
      message: `Entity not found: ${entity}`,
      type: 'invalid input',
      code: 'INPUT_ERROR',
      presentable: `Could not find referenced ${entity}.`,
    });
  }

  /** An input that passes the schema but is invalid. */
  static input(message: string, presentable?: string): LinearError {
    return new LinearError({
      message,
      type: 'invalid input',
      code: 'INPUT_ERROR',
      presentable,
    });
  }

  /** An argument outside its range or form. */
  static argument(presentable: string): LinearError {
    return new LinearError({
      message: 'Argument Validation Error',
      type: 'invalid input',
      code: 'INVALID_INPUT',
      presentable,
    });
  }

  /** A create that names an id which is already taken. */
  static conflict(entity: string, id: string): LinearError {
    return LinearError.input(
      `conflict on insert of ${entity}`,
      `Entity ${entity} with id ${id} already exists.`,
    );
  }

  static forbidden(message: string): LinearError {
    return new LinearError({ message, type: 'forbidden', code: 'FORBIDDEN' });
  }
}
