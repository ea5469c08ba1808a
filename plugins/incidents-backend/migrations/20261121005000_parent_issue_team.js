// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('parent_issues', table => {
    table
      .string('team_key', 64)
      .nullable()
      .comment(
        'Key of the Linear team that has the issue, as last told; absent until it was read',
      );
    table.index(['team_key'], 'parent_issues_team_key_idx');
  });
  await knex('parent_issues')
    .whereNotNull('observed')
    .update({
      team_key: knex.raw(
        knex.client.config.client.includes('pg')
          ? "observed::json -> 'team' ->> 'key'"
          : "json_extract(observed, '$.team.key')",
      ),
    });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('parent_issues', table => {
    table.dropIndex(['team_key'], 'parent_issues_team_key_idx');
    table.dropColumn('team_key');
  });
};
