/** Another replica has taken over: whoever gets this stops, and nothing is wrong. */
export class LeaseLostError extends Error {
  constructor(writer: string) {
    super(`${writer} lost its lease; whoever holds it now goes on`);
    this.name = 'LeaseLostError';
  }
}
