/**
 * The words of the plugin, one ref for each part that is loaded by itself, for
 * apps that replace or translate them.
 *
 * @packageDocumentation
 */
export { actionItemDialogTranslationRef } from './translations/actionItemDialogTranslationRef';
export { actionItemTranslationRef } from './translations/actionItemTranslationRef';
export { commonTranslationRef } from './translations/commonTranslationRef';
export { incidentTranslationRef } from './translations/incidentTranslationRef';
export { listTranslationRef } from './translations/listTranslationRef';
export { operationsTranslationRef } from './translations/operationsTranslationRef';
export { relatedTranslationRef } from './translations/relatedTranslationRef';
export { templateTranslationRef } from './translations/templateTranslationRef';
