// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('parent_issues', table => {
    table
      .text('comment')
      .nullable()
      .comment(
        'JSON: our one comment on automatic moves, its UUID stored before it is written',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('parent_issues', table => {
    table.dropColumn('comment');
  });
};
