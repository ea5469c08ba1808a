/** An expected failure: says what went wrong and what to do about it. */
export class Failure extends Error {
  /**
   * @param {object} options
   * @param {string} options.cause what went wrong, one sentence
   * @param {string} [options.advice] what to do next
   * @param {string} [options.logFile] log whose end explains more
   */
  constructor({ cause, advice, logFile }) {
    super(cause);
    this.name = 'Failure';
    this.advice = advice;
    this.logFile = logFile;
  }
}
