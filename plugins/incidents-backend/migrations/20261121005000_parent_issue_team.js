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
  // Read here, not in SQL: databases differ in what they take for JSON.
  for (let after = ''; ; ) {
    const rows = await knex('parent_issues')
      .select('issue_id', 'observed')
      .whereNotNull('observed')
      .where('issue_id', '>', after)
      .orderBy('issue_id')
      .limit(500);
    if (rows.length === 0) break;
    for (const { issue_id: id, observed } of rows) {
      await knex('parent_issues')
        .where({ issue_id: id })
        .update({ team_key: JSON.parse(observed).team.key });
      after = id;
    }
  }
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
