import { reason, reasonCodes, reasonSchema } from '.';

describe('reason', () => {
  it('builds the message from the code and its params', () => {
    expect(reason('linearForbidden', { operation: 'UpdateIssue' })).toEqual({
      code: 'linearForbidden',
      message:
        "Backstage's credentials are not allowed to do this in Linear (UpdateIssue)",
      params: { operation: 'UpdateIssue' },
    });
  });

  it('leaves absent params out', () => {
    expect(reason('linearUnavailable', { status: undefined })).toEqual({
      code: 'linearUnavailable',
      message: "Linear isn't responding",
    });
    expect(reason('linearTimedOut')).not.toHaveProperty('params');
  });

  it('has camelCase codes only', () => {
    expect(reasonCodes.filter(code => !/^[a-z][A-Za-z]*$/.test(code))).toEqual(
      [],
    );
  });

  it('is read from the wire even when its code is not known here', () => {
    const later = { code: 'ofALaterVersion', message: 'Something new' };
    expect(reasonSchema.parse(later)).toEqual(later);
  });
});
