/**
 * The texts of the plugin, for apps that replace or translate them. A
 * separate entry point, so that no app loads them before a page shows them.
 *
 * @packageDocumentation
 */
export { incidentsTranslationRef } from './i18n/incidentsTranslationRef';
