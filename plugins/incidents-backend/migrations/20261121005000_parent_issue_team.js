// @ts-check

/** Which incident an item counts for, and whether it is shown. */
const COUNTED = ['incident_number', 'source', 'issue_id'];

/** @type {[string[], string][]} */
const ITEM_INDEXES = [
  [
    ['status', 'due_at', ...COUNTED, 'issue_created_at'],
    'action_items_due_at_idx',
  ],
  [['issue_created_at', ...COUNTED], 'action_items_issue_created_at_idx'],
  [
    ['status', 'completed_at', ...COUNTED, 'issue_created_at'],
    'action_items_completed_at_idx',
  ],
  [['status', 'canceled_at', ...COUNTED], 'action_items_canceled_at_idx'],
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // Statistics read these indexes alone, never the wide rows behind them.
  await knex.schema.alterTable('action_items', table => {
    table.dropIndex(['status', 'due_at'], 'action_items_due_at_idx');
    for (const [columns, name] of ITEM_INDEXES) {
      table.index(columns, name);
    }
  });
  await knex.schema.alterTable('parent_issues', table => {
    table
      .string('team_key', 64)
      .nullable()
      .comment(
        'Key of the Linear team that has the issue, as last told; absent until it was read',
      );
    table.index(['team_key'], 'parent_issues_team_key_idx');
    table.index(['issue_id', 'is_current'], 'parent_issues_issue_id_idx');
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
    table.dropIndex(['issue_id', 'is_current'], 'parent_issues_issue_id_idx');
    table.dropIndex(['team_key'], 'parent_issues_team_key_idx');
    table.dropColumn('team_key');
  });
  await knex.schema.alterTable('action_items', table => {
    for (const [columns, name] of ITEM_INDEXES) {
      table.dropIndex(columns, name);
    }
    table.index(['status', 'due_at'], 'action_items_due_at_idx');
  });
};
