import type { messages } from './messages';

type Messages = typeof messages;

/** Key of one message. */
export type MessageKey = keyof Messages;

type Placeholders<TMessage> =
  TMessage extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | Placeholders<Rest>
    : never;

/** The message of a key, with its placeholders filled in. */
export type Translate = <TKey extends MessageKey>(
  key: TKey,
  ...values: [Placeholders<Messages[TKey]>] extends [never]
    ? []
    : [Record<Placeholders<Messages[TKey]>, string>]
) => string;
