// @ts-check

/**
 * Every instant is UTC: `timestamptz` on PostgreSQL, epoch milliseconds on
 * SQLite.
 *
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
  await knex.schema.createTable('counters', table => {
    table.comment('Numbers that only ever grow, allocated under a row lock');
    table.string('name', 64).primary('counters_pk').comment('What is counted');
    table.integer('value').notNullable().comment('The last number given out');
  });
  await knex('counters').insert({ name: 'incident', value: 0 });

  await knex.schema.createTable('incidents', table => {
    table.comment(
      'Incidents, the source of truth of everything but their work',
    );
    table
      .integer('number')
      .primary('incidents_pk')
      .comment('n of the reference INC-n; never changes');
    table
      .integer('version')
      .notNullable()
      .comment('Counts edits; a patch names the one it was based on');
    table.string('title', 200).notNullable().comment('Title as people gave it');
    table.text('summary').nullable().comment('What is known, in markdown');
    table.string('severity', 8).notNullable().comment('sev1 … sev5');
    table
      .string('status', 16)
      .notNullable()
      .comment('active, mitigated, postmortem, done or canceled');
    table.string('visibility', 8).notNullable().comment('public or private');
    table.string('lead', 200).nullable().comment('Entity ref of the lead');
    table
      .string('reporter', 200)
      .nullable()
      .comment('Entity ref of the user who declared it');
    table.text('links').notNullable().comment('JSON list of {title, url}');
    instant(table, 'started_at').notNullable().comment('When it began');
    instant(table, 'mitigated_at').nullable().comment('When users were safe');
    instant(table, 'closed_at').nullable().comment('When it was closed');
    instant(table, 'created_at').notNullable().comment('When it was declared');
    instant(table, 'updated_at').notNullable().comment('Last edit');
    table.index(['status', 'severity'], 'incidents_status_idx');
    table.index(['lead'], 'incidents_lead_idx');
    table.index(['created_at', 'number'], 'incidents_created_at_idx');
  });

  await knex.schema.createTable('incident_participants', table => {
    table.comment('Who takes part; they may see a private incident');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table.string('user_ref', 200).notNullable().comment('Entity ref of a user');
    table.integer('position').notNullable().comment('Order as it was given');
    table.primary(['incident_number', 'user_ref'], 'incident_participants_pk');
    table.index(['user_ref'], 'incident_participants_user_ref_idx');
  });

  await knex.schema.createTable('incident_affected_entities', table => {
    table.comment('What is broken');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table.string('entity_ref', 200).notNullable().comment('Entity ref');
    table.integer('position').notNullable().comment('Order as it was given');
    table.primary(
      ['incident_number', 'entity_ref'],
      'incident_affected_entities_pk',
    );
    table.index(['entity_ref'], 'incident_affected_entities_entity_ref_idx');
  });

  await knex.schema.createTable('incident_labels', table => {
    table.comment('Labels of incidents');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table.string('label', 50).notNullable().comment('The label');
    table.integer('position').notNullable().comment('Order as it was given');
    table.primary(['incident_number', 'label'], 'incident_labels_pk');
    table.index(['label'], 'incident_labels_label_idx');
  });

  await knex.schema.createTable('parent_issues', table => {
    table.comment(
      'Parent issues in Linear, current and former; the id exists here before any call to Linear',
    );
    table
      .string('issue_id', 64)
      .primary('parent_issues_pk')
      .comment('UUID in Linear');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table
      .boolean('is_current')
      .notNullable()
      .comment('At most one per incident; former ones are kept as history');
    table.integer('version').notNullable().comment('Counts writes of this row');
    table
      .string('status', 16)
      .notNullable()
      .comment('pending, linked, missing or failed');
    table
      .string('origin', 16)
      .notNullable()
      .comment('created by us, or linked by a person');
    table.text('route').nullable().comment('JSON: the routing decision');
    table
      .text('fields')
      .notNullable()
      .comment('JSON: what we intended and applied, per owned field');
    table
      .text('observed')
      .nullable()
      .comment('JSON: the issue as Linear last told it');
    table
      .string('attachment_id', 64)
      .nullable()
      .comment('UUID of our attachment, once it is there');
    table
      .text('reason')
      .nullable()
      .comment('The latest automatic decision, in words');
    instant(table, 'created_at').notNullable().comment('When it was decided');
    instant(table, 'updated_at').notNullable().comment('Last write');
    table.index(['incident_number'], 'parent_issues_incident_number_idx');
  });
  await knex.schema.raw(
    `create unique index parent_issues_current_uniq on parent_issues (incident_number) where is_current = ${
      knex.client.config.client.includes('pg') ? 'true' : '1'
    }`,
  );

  await knex.schema.createTable('action_items', table => {
    table.comment('Sub-issues and related issues of parent issues');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table
      .string('issue_id', 64)
      .notNullable()
      .comment('UUID in Linear; one issue may belong to several incidents');
    table
      .string('source', 16)
      .notNullable()
      .comment('child, related, blockedBy or blocks');
    table.string('identifier', 64).notNullable().comment('For example PAY-214');
    table.text('title').notNullable().comment('Title in Linear, any length');
    table.text('url').notNullable().comment('Address in Linear');
    table
      .string('status', 16)
      .notNullable()
      .comment('todo, inProgress, done or canceled');
    table.string('state_id', 64).notNullable().comment('Workflow state');
    table.text('state_name').notNullable().comment('Name of the state');
    table.string('state_type', 32).notNullable().comment("Linear's state type");
    table
      .string('state_color', 32)
      .notNullable()
      .comment('Colour of the state');
    table
      .string('priority', 8)
      .notNullable()
      .comment('urgent, high, medium, low or none');
    table.string('assignee_id', 64).nullable().comment('Linear user');
    table.text('assignee_name').nullable().comment('Name in Linear');
    table
      .string('assignee_ref', 200)
      .nullable()
      .comment('Catalog user with the same e-mail address');
    table.text('assignee_avatar_url').nullable().comment('Picture in Linear');
    table.string('team_id', 64).notNullable().comment('Team in Linear');
    table.string('team_key', 64).notNullable().comment('Key of the team');
    table.text('team_name').notNullable().comment('Name of the team');
    instant(table, 'due_at').nullable().comment('When it is late');
    table
      .string('due_source', 8)
      .nullable()
      .comment('linear, sla or policy: where the due date comes from');
    instant(table, 'issue_created_at').notNullable().comment('In Linear');
    instant(table, 'issue_updated_at').notNullable().comment('In Linear');
    instant(table, 'completed_at').nullable().comment('In Linear');
    instant(table, 'canceled_at').nullable().comment('In Linear');
    table.boolean('archived').notNullable().comment('Archived in Linear');
    table
      .string('content_hash', 64)
      .notNullable()
      .comment('Rows whose hash is unchanged are not written');
    instant(table, 'first_seen_at').notNullable().comment('Row inserted');
    instant(table, 'changed_at').notNullable().comment('Row last changed');
    table.primary(['incident_number', 'issue_id'], 'action_items_pk');
    table.index(['issue_id'], 'action_items_issue_id_idx');
    table.index(['assignee_ref', 'status'], 'action_items_assignee_ref_idx');
    table.index(['status', 'due_at'], 'action_items_due_at_idx');
  });

  await knex.schema.createTable('incident_syncs', table => {
    table.comment(
      'Freshness of each incident: attempt, success and back-off are three things',
    );
    table
      .integer('incident_number')
      .primary('incident_syncs_pk')
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    instant(table, 'last_attempt_at').nullable().comment('Last try');
    instant(table, 'last_success_at').nullable().comment('Last complete read');
    instant(table, 'next_attempt_at')
      .nullable()
      .comment('Back-off after a failure');
    table.integer('failures').notNullable().comment('Failures in a row');
    table.text('error').nullable().comment('What the last failure was');
  });

  await knex.schema.createTable('work', table => {
    table.comment('Durable due work, at most one row per kind and key');
    table.string('id', 64).primary('work_pk').comment('UUID');
    table.string('kind', 32).notNullable().comment('What to do');
    table.string('key', 128).notNullable().comment('What to do it to');
    table
      .integer('incident_number')
      .nullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident it concerns, if it concerns one');
    table
      .string('ticket', 64)
      .notNullable()
      .comment(
        'Renewed by each request; settled work is deleted only if unchanged',
      );
    table.string('state', 16).notNullable().comment('due or escalated');
    instant(table, 'due_at').notNullable().comment('Not before');
    table.integer('attempts').notNullable().comment('Failed tries in a row');
    instant(table, 'failing_since').nullable().comment('First of those tries');
    table.text('reason').nullable().comment('Why it waits or escalated');
    instant(table, 'escalated_at')
      .nullable()
      .comment('Since when a person is needed');
    table.string('lease_holder', 64).nullable().comment('Who works on it');
    instant(table, 'lease_expires_at').nullable().comment('Until when');
    instant(table, 'created_at').notNullable().comment('First request');
    table.unique(['kind', 'key'], { indexName: 'work_kind_key_uniq' });
    table.index(['state', 'due_at'], 'work_due_at_idx');
    table.index(['incident_number'], 'work_incident_number_idx');
  });

  await knex.schema.createTable('leases', table => {
    table.comment('Who alone may do something for a short while');
    table.string('key', 200).primary('leases_pk').comment('What is held');
    table.string('holder', 64).notNullable().comment('Who holds it');
    instant(table, 'expires_at')
      .notNullable()
      .comment("Until when, by the database's clock");
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Requests that may be repeated, stored with what they made');
    table.string('principal', 200).notNullable().comment('Who asked');
    table.string('route', 200).notNullable().comment('What was asked');
    table.string('key', 255).notNullable().comment("The caller's key");
    table.string('body_hash', 64).notNullable().comment('SHA-256 of the body');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident it made or made something in');
    table
      .string('issue_id', 64)
      .nullable()
      .comment('UUID of the sub-issue, stored before the call to Linear');
    instant(table, 'created_at').notNullable().comment('For retention');
    table.primary(['principal', 'route', 'key'], 'idempotency_keys_pk');
    table.index(['created_at'], 'idempotency_keys_created_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'idempotency_keys',
    'leases',
    'work',
    'incident_syncs',
    'action_items',
    'parent_issues',
    'incident_labels',
    'incident_affected_entities',
    'incident_participants',
    'incidents',
    'counters',
  ]) {
    await knex.schema.dropTable(table);
  }
};
