// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('timeline_entries', table => {
    table.comment(
      'What happened to incidents, written in the transaction of what it records; only the params of a deleted note change',
    );
    table.increments('position').comment('Order in which entries were written');
    table
      .string('id', 36)
      .notNullable()
      .comment('UUID: positions would show how much happens elsewhere');
    table
      .integer('incident_number')
      .notNullable()
      .references('number')
      .inTable('incidents')
      .onDelete('CASCADE')
      .comment('The incident');
    table
      .dateTime('at', { useTz: true, precision: 3 })
      .notNullable()
      .comment('When it happened');
    table.string('kind', 32).notNullable().comment('declared, statusChanged …');
    table
      .string('actor', 200)
      .nullable()
      .comment('Entity ref of the user who did it; absent: automatic');
    table.text('params').notNullable().comment('JSON, by kind');
    table
      .string('issue_id', 64)
      .nullable()
      .comment('UUID in Linear of the issue that it is about');
    table
      .string('occurrence', 128)
      .nullable()
      .comment('What may be reported repeatedly, and is recorded once');
    table.unique(['id'], { indexName: 'timeline_entries_id_uniq' });
    table.unique(['incident_number', 'kind', 'occurrence'], {
      indexName: 'timeline_entries_occurrence_uniq',
    });
    table.index(
      ['incident_number', 'position'],
      'timeline_entries_incident_number_idx',
    );
  });
  if (String(knex.client.config.client).includes('pg')) {
    await knex.raw(
      'alter index timeline_entries_pkey rename to timeline_entries_pk',
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('timeline_entries');
};
