// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('request_limits', table => {
    table.comment('How often each person or service did something lately');
    table.string('action', 32).notNullable().comment('What is limited');
    table.string('principal', 200).notNullable().comment('Who did it');
    table
      .integer('requests')
      .notNullable()
      .comment('How often in the present minute');
    table
      .dateTime('ends_at', { useTz: true, precision: 3 })
      .notNullable()
      .comment('When that minute is over');
    table.primary(['action', 'principal'], 'request_limits_pk');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('request_limits');
};
