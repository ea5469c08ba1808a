// @ts-check

const COLUMNS = [
  ['title', 'lower(title)'],
  ['summary', "lower(coalesce(summary, ''))"],
];

/**
 * Where the extension pg_trgm is, created if that is allowed; `undefined`: it is
 * not to be had.
 *
 * @param {import('knex').Knex} knex
 * @returns {Promise<string | undefined>}
 */
async function trigramSchema(knex) {
  try {
    // A savepoint: a refusal must not end the transaction of the migrations.
    await knex.transaction(savepoint =>
      savepoint.raw('create extension if not exists pg_trgm'),
    );
  } catch {
    return undefined;
  }
  const { rows } = await knex.raw(
    "select nspname from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm'",
  );
  return rows[0].nspname;
}

/**
 * Indexes of the text that `q` searches, by groups of three characters. The
 * queries are right without them, only slower. SQLite has a full-text table
 * beside `incidents` that its triggers maintain.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (knex.client.config.client.includes('pg')) {
    const schema = await trigramSchema(knex);
    if (schema !== undefined) {
      for (const [name, expression] of COLUMNS) {
        await knex.raw(
          `create index incidents_${name}_trgm_idx on incidents using gin (${expression} ??.gin_trgm_ops)`,
          [schema],
        );
      }
    }
    return;
  }
  const write = `insert into incidents_text (rowid, title, summary) values (new.number, new.title, new.summary)`;
  const remove = `insert into incidents_text (incidents_text, rowid, title, summary) values ('delete', old.number, old.title, old.summary)`;
  await knex.raw(
    "create virtual table incidents_text using fts5 (title, summary, content = 'incidents', content_rowid = 'number', tokenize = 'trigram')",
  );
  await knex.raw(
    "insert into incidents_text (incidents_text) values ('rebuild')",
  );
  for (const [name, when, statements] of [
    ['inserted', 'insert', write],
    ['deleted', 'delete', remove],
    ['updated', 'update of title, summary', `${remove}; ${write}`],
  ]) {
    await knex.raw(
      `create trigger incidents_text_${name} after ${when} on incidents begin ${statements}; end`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (knex.client.config.client.includes('pg')) {
    for (const [name] of COLUMNS) {
      await knex.raw(`drop index if exists incidents_${name}_trgm_idx`);
    }
    return;
  }
  for (const name of ['inserted', 'deleted', 'updated']) {
    await knex.raw(`drop trigger incidents_text_${name}`);
  }
  await knex.raw('drop table incidents_text');
};
