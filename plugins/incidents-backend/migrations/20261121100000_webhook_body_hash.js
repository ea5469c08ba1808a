// @ts-check

/**
 * Deliveries are told apart by what Linear signs. Replicas of the version
 * before go on inserting without the hash; `delivery_id` can go once none of
 * them runs any more, one release later.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('webhook_deliveries', table => {
    table
      .string('body_hash', 64)
      .nullable()
      .comment(
        'SHA-256 of the signed body; absent: stored by the version before',
      );
    table.unique(['body_hash'], {
      indexName: 'webhook_deliveries_body_hash_uniq',
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('webhook_deliveries', table => {
    table.dropUnique(['body_hash'], 'webhook_deliveries_body_hash_uniq');
    table.dropColumn('body_hash');
  });
};
