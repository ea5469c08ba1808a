import { reason, reasonCodes } from '@backstage-incidents/incidents-common';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { errorAnswer } from '../__testUtils__/handlers';
import { reasonMessages } from './reasonMessages';
import { Translation, useTranslation } from './useTranslation';
import { ResponseError } from '@backstage/errors';

async function show(text: (translation: Translation) => string) {
  function Text() {
    return <p data-testid="text">{text(useTranslation())}</p>;
  }
  renderInTestApp(<Text />);
  return (await screen.findByTestId('text')).textContent;
}

describe('a reason of the backend', () => {
  it('has a translation for every code, and no translation is unused', () => {
    const translated = Object.keys(reasonMessages).map(
      key => key.replace(/^reason\.|_(one|other)$/g, '').split('.')[0],
    );
    expect([...new Set(translated)].sort()).toEqual([...reasonCodes].sort());
  });

  it('is shown by its code and params', async () => {
    expect(
      await show(translation =>
        translation.reason({
          ...reason('unexpectedError', { errorId: '7f3a' }),
          message: 'not this',
        }),
      ),
    ).toBe(
      'Something went wrong (id 7f3a). Ask your platform team to look it up in the backend log',
    );
  });

  it('has singular and plural forms', async () => {
    expect(
      await show(translation =>
        [1, 2]
          .map(open =>
            translation.reason(reason('itemsOpen', { open, total: 3 })),
          )
          .join('; '),
      ),
    ).toBe(
      '1 of 3 action items is still open; 2 of 3 action items are still open',
    );
  });

  it('adds details when its params have them', async () => {
    const operation = 'UpdateIssue';
    expect(
      await show(translation =>
        [{ operation }, { operation, field: 'dueDate' }]
          .map(params =>
            translation.reason(reason('linearInvalidInput', params)),
          )
          .join('; '),
      ),
    ).toBe('Linear rejected the input; Linear rejected the value of dueDate');
  });

  it('names the cause when the backend gave up', async () => {
    expect(
      await show(translation =>
        translation.reason(
          reason('retriesExhausted', { attempts: 5, cause: 'linearTimedOut' }),
        ),
      ),
    ).toBe(
      'Gave up after 5 attempts. Last problem: Linear did not respond in time',
    );
  });

  it.each([
    { code: 'ofALaterVersion', message: 'Something new' },
    { code: 'unexpectedError', message: 'Something new' },
  ])('is shown as it came when it cannot be translated: %j', async later => {
    expect(await show(translation => translation.reason(later))).toBe(
      'Something new',
    );
  });

  it('is shown by its code when it comes with a rejected call', async () => {
    const response = errorAnswer(503, 'ServiceUnavailableError', 'not this', {
      code: 'linearUnavailable',
      retryAfterSeconds: 30,
    })();
    const error = await ResponseError.fromResponse(response);
    expect(await show(translation => translation.failure(error))).toBe(
      "Linear isn't responding. Try again in 30 s.",
    );
  });
});
