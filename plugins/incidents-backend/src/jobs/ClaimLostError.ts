/** The claim expired and another worker has the job now; nothing was stored. */
export class ClaimLostError extends Error {
  constructor(writer: string) {
    super(`${writer} lost its claim; the current holder continues`);
    this.name = 'ClaimLostError';
  }
}
