import { StubAnswer } from './IncidentsApiStub';

/** An error response in Backstage's format. @public */
export function refusal(
  status: number,
  name: string,
  message: string,
): StubAnswer {
  return {
    status,
    body: { error: { name, message }, response: { statusCode: status } },
  };
}
