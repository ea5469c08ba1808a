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
  await knex.schema.createTable('action_item_lists', table => {
    table.comment(
      'Each incident’s list of action items as one versioned thing: a read that began before another write is told so',
    );
    table
      .integer('incident_number')
      .primary('action_item_lists_pk')
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table
      .integer('version')
      .notNullable()
      .comment('Counts writes of its items');
  });

  await knex.schema.createTable('deltas', table => {
    table.comment('How far the delta has read what changed in Linear');
    table.string('name', 32).primary('deltas_pk').comment('Which delta');
    table.integer('version').notNullable().comment('Counts writes');
    table
      .string('watermark', 40)
      .nullable()
      .comment(
        'ISO 8601 by Linear’s clock: everything changed before it was read',
      );
    instant(table, 'last_complete_started_at')
      .nullable()
      .comment('When the last complete delta began; lag counts from here');
    instant(table, 'last_complete_at')
      .nullable()
      .comment('When the last complete delta ended');
  });
  await knex('deltas').insert({ name: 'workspace', version: 1 });

  await knex.schema.createTable('sweeps', table => {
    table.comment('Complete reads of everything, finished and unfinished');
    table.string('id', 64).primary('sweeps_pk').comment('UUID');
    table.integer('version').notNullable().comment('Counts writes');
    table
      .integer('active')
      .nullable()
      .comment('1 while it is to be worked on, so that there is one at most');
    table
      .string('state', 16)
      .notNullable()
      .comment('requested, running, held, completed or failed');
    instant(table, 'started_at').notNullable().comment('When it was asked for');
    instant(table, 'finished_at').nullable().comment('When it ended');
    table.text('cursor').notNullable().comment('JSON: phase and position');
    table.text('counts').notNullable().comment('JSON: what was read so far');
    table
      .boolean('accept_removals')
      .notNullable()
      .comment('An operator confirmed the removals that were held');
    table.text('breaker').nullable().comment('JSON: what is held and why');
    table.text('reason').nullable().comment('Why it waits, is held or failed');
    table.unique(['active'], { indexName: 'sweeps_active_uniq' });
    table.index(['started_at'], 'sweeps_started_at_idx');
  });

  await knex.schema.createTable('sweep_candidates', table => {
    table.comment(
      'Items that a sweep did not find; gone only after its complete pass and a second look',
    );
    table
      .string('sweep_id', 64)
      .notNullable()
      .references('id')
      .inTable('sweeps')
      .onDelete('CASCADE')
      .comment('The sweep');
    table.integer('incident_number').notNullable().comment('The incident');
    table.string('issue_id', 64).notNullable().comment('UUID in Linear');
    table
      .string('content_hash', 64)
      .notNullable()
      .comment('The row that was missed; a newer one is not meant');
    table.primary(
      ['sweep_id', 'incident_number', 'issue_id'],
      'sweep_candidates_pk',
    );
  });

  await knex.schema.createTable('webhook_deliveries', table => {
    table.comment('Deliveries of Linear’s webhooks, against doing one twice');
    table
      .string('delivery_id', 128)
      .primary('webhook_deliveries_pk')
      .comment('The Linear-Delivery header');
    table.string('type', 64).notNullable().comment('Linear’s event type');
    table
      .string('outcome', 16)
      .notNullable()
      .comment('marked, echo, noise or unrelated');
    instant(table, 'received_at').notNullable().comment('For retention');
    table.index(['received_at'], 'webhook_deliveries_received_at_idx');
  });

  await knex.schema.createTable('dirty_issues', table => {
    table.comment('Issues that a webhook said have changed, to be read again');
    table.string('issue_id', 64).primary('dirty_issues_pk').comment('UUID');
    table
      .string('ticket', 64)
      .notNullable()
      .comment('Renewed by each mark; a row is deleted only if unchanged');
    instant(table, 'marked_at').notNullable().comment('Last mark');
  });

  await knex.schema.createTable('linear_tokens', table => {
    table.comment('The replicas’ shared OAuth token');
    table.string('name', 32).primary('linear_tokens_pk').comment('Which token');
    table.text('sealed').notNullable().comment('Encrypted, AES-256-GCM');
    table.bigInteger('issued_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('expires_at').notNullable().comment('Epoch milliseconds');
  });

  await knex.schema.createTable('linear_rate_limits', table => {
    table.comment('A limit of Linear’s that was hit, for all replicas');
    table
      .string('name', 32)
      .primary('linear_rate_limits_pk')
      .comment('Which note');
    table
      .bigInteger('until')
      .notNullable()
      .comment('Epoch milliseconds by Linear’s headers');
    table
      .string('bucket', 16)
      .notNullable()
      .comment('requests, points or endpoint');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'linear_rate_limits',
    'linear_tokens',
    'dirty_issues',
    'webhook_deliveries',
    'sweep_candidates',
    'sweeps',
    'deltas',
    'action_item_lists',
  ]) {
    await knex.schema.dropTable(table);
  }
};
