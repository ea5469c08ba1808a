/**
 * The ports of the browser tests' host: from the environment, or fixed ones
 * for an editor that runs Playwright directly.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {{ backend: number, simulator: number }}
 */
export function e2ePorts(env) {
  return {
    backend: Number(env.E2E_PORT ?? 7107),
    simulator: Number(env.E2E_SIMULATOR_PORT ?? 7110),
  };
}
