// @ts-check

/**
 * The due work of an incident tells when it is read next and how often that
 * failed; a second record of it could only contradict the first.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('incident_syncs', table => {
    table.dropColumn('next_attempt_at');
    table.dropColumn('failures');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('incident_syncs', table => {
    table
      .dateTime('next_attempt_at', { useTz: true, precision: 3 })
      .nullable()
      .comment('Back-off after a failure');
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Failures in a row');
  });
};
