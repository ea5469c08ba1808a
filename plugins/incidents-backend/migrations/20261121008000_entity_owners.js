// @ts-check

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
function instant(table, name) {
  return table.dateTime(name, { useTz: true, precision: 3 });
}

/**
 * Entities of incidents that are there already are found by the refresh itself.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('affected_entities', table => {
    table.comment(
      'Entities that incidents affect, once each, and when their owners are read from the catalog',
    );
    table
      .string('entity_ref', 200)
      .primary('affected_entities_pk')
      .comment('Entity ref, lower case');
    instant(table, 'due_at')
      .notNullable()
      .comment('When its owners are to be read next');
    instant(table, 'read_at')
      .nullable()
      .comment('When the catalog last told its owners; null: not yet');
    table.index(['due_at'], 'affected_entities_due_at_idx');
  });
  await knex.schema.createTable('affected_entity_owners', table => {
    table.comment(
      'Owners of affected entities as the catalog last told them, for permission policies',
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
  await knex.schema.dropTable('affected_entity_owners');
  await knex.schema.dropTable('affected_entities');
};
