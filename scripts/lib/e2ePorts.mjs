/**
 * The ports of the browser tests' host: from the environment, or fixed ones
 * for an editor that runs Playwright by itself.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {{ app: number, backend: number, simulator: number }}
 */
export function e2ePorts(env) {
  return {
    app: Number(env.E2E_APP_PORT ?? 3100),
    backend: Number(env.E2E_BACKEND_PORT ?? 7107),
    simulator: Number(env.E2E_SIMULATOR_PORT ?? 7110),
  };
}
