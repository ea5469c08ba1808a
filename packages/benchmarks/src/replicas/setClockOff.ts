/** Shifts every reading of this process's clock, whoever reads it, by `milliseconds`. */
export function setClockOff(milliseconds: number): void {
  const RealDate = globalThis.Date;
  const now = () => RealDate.now() + milliseconds;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, key, receiver) =>
      key === 'now' ? now : Reflect.get(target, key, receiver),
  });
}
