type Placeholders<TMessage> =
  TMessage extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | Placeholders<Rest>
    : never;

/** The message of a key, with its placeholders filled in. */
export type Translate<TMessages> = <TKey extends keyof TMessages>(
  key: TKey,
  ...values: [Placeholders<TMessages[TKey]>] extends [never]
    ? []
    : [Record<Placeholders<TMessages[TKey]>, string>]
) => string;
