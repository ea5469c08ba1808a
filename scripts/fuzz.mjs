// Sends 20,000 requests of every kind to the API, where `npm test` sends 1,000.
// FUZZ_REQUESTS and FUZZ_SEED change how many, and repeat a run.
process.env.FUZZ_REQUESTS ??= '20000';
process.argv.push('src/http/fuzz');
await import('./test.mjs');
