/** Something that is asked for more often than it should be done. */
export interface Throttle {
  ask: () => void;
  /** Forgets what was asked for and not done yet. */
  dispose: () => void;
}

/**
 * Does the first of many at once, and one more after a pause for all that came
 * meanwhile: however many ask, none is left without a run after it.
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
