/** A function that is called more often than it should run. */
export interface Throttle {
  ask: () => void;
  /** Drops a pending run. */
  dispose: () => void;
}

/**
 * Runs the first call at once, and once more after a pause for all calls that
 * came meanwhile, so every call is followed by a run.
 */
export function createThrottle(options: {
  run: () => void;
  /** Milliseconds between two runs. */
  pause: number;
}): Throttle {
  const { run, pause } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  const runAndPause = () => {
    isAsked = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isAsked) runAndPause();
    }, pause);
    run();
  };
  return {
    ask: () => {
      if (timer === undefined) runAndPause();
      else isAsked = true;
    },
    dispose: () => {
      clearTimeout(timer);
      timer = undefined;
      isAsked = false;
    },
  };
}
