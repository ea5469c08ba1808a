/** A part of a day. */
export const hours = count => count / 24;

export const user = name => `user:default/${name}`;
