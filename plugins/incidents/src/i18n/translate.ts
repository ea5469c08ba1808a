import type { messages } from './messages';

type Messages = typeof messages;

type WithoutPlural<TKey> = TKey extends `${infer Name}_${'one' | 'other'}`
  ? Name
  : TKey;

/** Key of one message; of a plural without `_one` and `_other`. */
export type MessageKey = WithoutPlural<keyof Messages>;

type MessageOf<TKey extends string> = TKey extends keyof Messages
  ? Messages[TKey]
  : `${TKey}_other` extends keyof Messages
  ? Messages[`${TKey}_other`]
  : never;

type Placeholders<TMessage> =
  TMessage extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | Placeholders<Rest>
    : never;

type Values<TMessage> = {
  [TName in Placeholders<TMessage>]: TName extends 'count'
    ? number
    : string | number;
};

/** The message of a key, with its placeholders filled in. */
export type Translate = <TKey extends MessageKey>(
  key: TKey,
  ...values: [Placeholders<MessageOf<TKey>>] extends [never]
    ? []
    : [Values<MessageOf<TKey>>]
) => string;
