// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('former_issues', table => {
    table
      .dateTime('removed_at', { useTz: true, precision: 3 })
      .nullable()
      .comment(
        'When it was last removed from the items: what was read before does not bring it back',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('former_issues', table => {
    table.dropColumn('removed_at');
  });
};
