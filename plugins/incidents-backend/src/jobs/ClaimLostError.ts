/** The claim expired and somebody else has the job now; nothing was stored. */
export class ClaimLostError extends Error {
  constructor(writer: string) {
    super(`${writer} lost its claim; whoever holds it now goes on`);
    this.name = 'ClaimLostError';
  }
}
