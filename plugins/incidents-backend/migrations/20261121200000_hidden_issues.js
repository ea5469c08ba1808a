// @ts-check

/**
 * What decides which issues exist for whom: the sub-issues of present and former
 * parents of private incidents are items of no other incident for those who may
 * not see that one. Rows of the version before have no parent here until they
 * are read again; the sub-issues that are known are filled in.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('action_items', table => {
    table
      .string('parent_issue_id', 64)
      .nullable()
      .comment('UUID of the issue of which it is a sub-issue in Linear');
    table.index(
      ['parent_issue_id', 'issue_id'],
      'action_items_parent_issue_id_idx',
    );
  });
  await knex('action_items').update({
    parent_issue_id: knex('action_items as sub_issues')
      .innerJoin('parent_issues', on =>
        on
          .on('parent_issues.incident_number', 'sub_issues.incident_number')
          .andOnVal('parent_issues.is_current', true),
      )
      .max('parent_issues.issue_id')
      .whereRaw('sub_issues.issue_id = action_items.issue_id')
      .where('sub_issues.source', 'child'),
  });

  await knex.schema.alterTable('incidents', table => {
    table.index(['visibility', 'number'], 'incidents_visibility_idx');
  });

  await knex.schema.createTable('former_issues', table => {
    table.comment(
      'Issues that were once the parent or an item of an incident, where no other table says so any more',
    );
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table.string('issue_id', 64).notNullable().comment('UUID in Linear');
    table.string('was', 8).notNullable().comment('parent or item');
    table.primary(['issue_id', 'incident_number', 'was'], 'former_issues_pk');
    table.index(['incident_number'], 'former_issues_incident_number_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('former_issues');
  await knex.schema.alterTable('incidents', table => {
    table.dropIndex(['visibility', 'number'], 'incidents_visibility_idx');
  });
  await knex.schema.alterTable('action_items', table => {
    table.dropIndex(
      ['parent_issue_id', 'issue_id'],
      'action_items_parent_issue_id_idx',
    );
    table.dropColumn('parent_issue_id');
  });
};
