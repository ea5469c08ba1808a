// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('incident_users', table => {
    table.comment(
      'Who used incidents lately: signals of public incidents are addressed to them',
    );
    table
      .string('user_ref', 200)
      .primary('incident_users_pk')
      .comment('Entity ref of a user');
    table
      .dateTime('seen_at', { useTz: true, precision: 3 })
      .notNullable()
      .comment('A request of theirs, a few minutes old at most');
    table.index(['seen_at'], 'incident_users_seen_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('incident_users');
};
