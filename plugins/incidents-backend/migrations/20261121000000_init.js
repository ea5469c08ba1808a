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
      .comment('pending, linked or missing');
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
      .text('reasons')
      .nullable()
      .comment(
        'JSON list of {code, message, params?}: why it is where it is, the most important first',
      );
    table
      .text('comment')
      .nullable()
      .comment(
        'JSON: our one comment on automatic moves, its UUID stored before it is written',
      );
    table
      .string('team_key', 64)
      .nullable()
      .comment(
        'Key of the Linear team that has the issue, as last read; absent until it was read',
      );
    instant(table, 'created_at').notNullable().comment('When it was decided');
    instant(table, 'updated_at').notNullable().comment('Last write');
    table.index(['incident_number'], 'parent_issues_incident_number_idx');
    table.index(['team_key'], 'parent_issues_team_key_idx');
    table.index(['issue_id', 'is_current'], 'parent_issues_issue_id_idx');
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
      .string('due_source', 16)
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
    // Statistics read these indexes alone, never the wide rows behind them.
    for (const [columns, name] of ITEM_INDEXES) {
      table.index(columns, name);
    }
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
  });

  await knex.schema.createTable('jobs', table => {
    table.comment('The one queue: what is to be done, a row per kind and key');
    table.string('id', 64).primary('jobs_pk').comment('UUID');
    table.string('kind', 32).notNullable().comment('What to do');
    table.string('key', 200).notNullable().comment('What to do it to');
    table
      .integer('incident_number')
      .nullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident it concerns, if it concerns one');
    table
      .integer('generation')
      .notNullable()
      .comment(
        'Raised by each request; a completed job is deleted only if it is the claimed one',
      );
    table
      .integer('completed_generation')
      .notNullable()
      .comment('Generation of the last attempt that succeeded; 0: none');
    table
      .integer('failed_generation')
      .notNullable()
      .comment('Generation of the last attempt that failed; 0: none');
    table
      .smallint('priority')
      .notNullable()
      .comment('0 interactive: a person waits; 1 background');
    table.string('state', 16).notNullable().comment('due or escalated');
    instant(table, 'run_at').notNullable().comment('Not before');
    table.integer('attempts').notNullable().comment('Failed attempts in a row');
    instant(table, 'failing_since')
      .nullable()
      .comment('First of those attempts');
    table
      .text('reason')
      .nullable()
      .comment('JSON {code, message, params?}: why it waits or escalated');
    instant(table, 'escalated_at')
      .nullable()
      .comment('Since when it needs attention');
    table
      .string('claim_id', 64)
      .nullable()
      .comment('UUID of the claim under which it is worked on');
    table
      .integer('claimed_generation')
      .nullable()
      .comment('The generation when it was claimed');
    instant(table, 'claim_expires_at')
      .nullable()
      .comment("Until when the claim holds, by the database's clock");
    instant(table, 'created_at').notNullable().comment('First request');
    table.unique(['kind', 'key'], { indexName: 'jobs_kind_key_uniq' });
    table.index(['state', 'priority', 'run_at'], 'jobs_due_idx');
    table.index(['incident_number'], 'jobs_incident_number_idx');
    table.index(['claim_id'], 'jobs_claim_id_idx');
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

  await knex.schema.createTable('linear_tokens', table => {
    table.comment('The replicas’ shared OAuth token');
    table.string('name', 32).primary('linear_tokens_pk').comment('Which token');
    table.text('sealed').notNullable().comment('Encrypted, AES-256-GCM');
    table.bigInteger('issued_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('expires_at').notNullable().comment('Epoch milliseconds');
  });

  await knex.schema.createTable('linear_token_renewals', table => {
    table.comment('Which replica is renewing the shared OAuth token');
    table
      .string('name', 32)
      .primary('linear_token_renewals_pk')
      .comment('Which token');
    table.string('holder', 64).notNullable().comment('UUID of the attempt');
    instant(table, 'expires_at')
      .notNullable()
      .comment("Until when, by the database's clock");
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

  await knex.schema.createTable('notifications', table => {
    table.comment(
      'What people were and are to be notified of; kept to notify of nothing twice',
    );
    table
      .string('key', 255)
      .primary('notifications_pk')
      .comment('Kind of the trigger, what it is about, and window');
    table
      .text('trigger')
      .notNullable()
      .comment('JSON: ids only, the text is made when it is sent');
    table
      .string('state', 8)
      .notNullable()
      .comment('pending, sent, or dropped since it was no longer true');
    table
      .integer('failures')
      .notNullable()
      .comment('Attempts known to have failed');
    table
      .integer('unconfirmed_attempts')
      .notNullable()
      .comment('Attempts begun whose end is not known; two are the most');
    instant(table, 'created_at').notNullable().comment('When it was found');
    table.index(['state', 'created_at'], 'notifications_state_idx');
    table.index(['created_at'], 'notifications_created_at_idx');
  });
  await knex.schema.createTable('notified_assignees', table => {
    table.comment(
      'To whom each action item was assigned when last recorded, to notice assignments',
    );
    table
      .string('issue_id', 64)
      .primary('notified_assignees_pk')
      .comment('UUID in Linear');
    table.integer('version').notNullable().comment('Counts assignments');
    table.string('assignee_id', 64).nullable().comment('Linear user');
  });

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

  await knex.schema.createTable('affected_entities', table => {
    table.comment(
      'Entities that incidents affect, once each, and when their owners were read from the catalog',
    );
    table
      .string('entity_ref', 200)
      .primary('affected_entities_pk')
      .comment('Entity ref, lower case');
    instant(table, 'read_at')
      .notNullable()
      .comment("When its owners were read, by the database's clock");
  });
  await knex.schema.createTable('affected_entity_owners', table => {
    table.comment(
      'Owners of affected entities as last read from the catalog, for permission policies',
    );
    table
      .string('entity_ref', 200)
      .notNullable()
      .references('entity_ref')
      .inTable('affected_entities')
      .onDelete('CASCADE')
      .comment('The affected entity');
    table
      .text('owner_ref')
      .notNullable()
      .comment('Entity ref of a group or user, lower case');
    table.primary(['entity_ref', 'owner_ref'], 'affected_entity_owners_pk');
    table.index(['owner_ref'], 'affected_entity_owners_owner_ref_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'affected_entity_owners',
    'affected_entities',
    'linear_teams',
    'notified_assignees',
    'notifications',
    'linear_rate_limits',
    'linear_token_renewals',
    'linear_tokens',
    'webhook_deliveries',
    'sweep_candidates',
    'sweeps',
    'deltas',
    'action_item_lists',
    'idempotency_keys',
    'jobs',
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
