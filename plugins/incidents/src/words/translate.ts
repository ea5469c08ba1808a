import { Messages } from '../translation';

type Placeholders<TMessage extends string> =
  TMessage extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | Placeholders<Rest>
    : never;

/** The message of a key, with its placeholders filled in. */
export type Translate = <TKey extends keyof Messages>(
  key: TKey,
  ...values: [Placeholders<Messages[TKey]>] extends [never]
    ? []
    : [Record<Placeholders<Messages[TKey]>, string>]
) => string;
