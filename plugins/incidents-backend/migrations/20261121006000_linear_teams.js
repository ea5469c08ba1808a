// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('linear_teams', table => {
    table.comment(
      'Linear teams of parent issues and action items with their workflow states, shared by all replicas',
    );
    table.string('id', 64).primary('linear_teams_pk').comment('UUID in Linear');
    table.string('key', 64).notNullable().comment('For example PAY');
    table.text('name').notNullable().comment('Name in Linear');
    table
      .string('visibility', 32)
      .nullable()
      .comment('public, private or restricted; absent until it was read');
    table
      .text('states')
      .nullable()
      .comment('JSON: its workflow states; absent until they were read');
    table
      .dateTime('read_at', { useTz: true, precision: 3 })
      .nullable()
      .comment('When it was last read; absent: only seen on an issue');
    table.index(['read_at'], 'linear_teams_read_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('linear_teams');
};
