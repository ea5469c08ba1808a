// @ts-check

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
function instant(table, name) {
  return table.dateTime(name, { useTz: true, precision: 3 });
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('notifications', table => {
    table.comment(
      'What people are told through Backstage, one row per occasion; kept to tell nothing twice',
    );
    table
      .string('key', 255)
      .primary('notifications_pk')
      .comment('Identifies the occasion: kind, what it is about, and window');
    table
      .text('occasion')
      .notNullable()
      .comment(
        'JSON: the occasion; ids only, the text is made when it is sent',
      );
    table
      .string('state', 8)
      .notNullable()
      .comment('pending, sent, or dropped since it was no longer true');
    table
      .integer('failures')
      .notNullable()
      .comment('Attempts known to have failed');
    table
      .integer('open_attempts')
      .notNullable()
      .comment('Attempts begun whose end is not known; two are the most');
    instant(table, 'claimed_until')
      .nullable()
      .comment('Until then some replica is sending it');
    instant(table, 'created_at').notNullable().comment('When it came up');
    table.index(['state', 'created_at'], 'notifications_state_idx');
    table.index(['created_at'], 'notifications_created_at_idx');
  });
  await knex.schema.createTable('notified_assignees', table => {
    table.comment(
      'To whom each action item was assigned when last looked at, to notice assignments',
    );
    table
      .string('issue_id', 64)
      .primary('notified_assignees_pk')
      .comment('UUID in Linear');
    table.integer('version').notNullable().comment('Counts assignments');
    table.string('assignee_id', 64).nullable().comment('Linear user');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('notified_assignees');
  await knex.schema.dropTable('notifications');
};
