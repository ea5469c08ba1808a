const TEXT =
  'Texts belong in src/i18n/messages.ts, so that hosts can translate them.';

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      files: ['src/**/*.tsx'],
      excludedFiles: ['**/*.test.tsx', '**/__testUtils__/**'],
      rules: {
        'no-restricted-syntax': [
          'error',
          { selector: 'JSXText[value=/[a-z]/i]', message: TEXT },
          {
            selector:
              'JSXAttribute[name.name=/^(alt|title|description|placeholder|.*[lL]abel)$/] > Literal',
            message: TEXT,
          },
          {
            selector:
              "ImportDeclaration[source.value='react'] > ImportDefaultSpecifier",
            message: 'React needs no default import.',
          },
        ],
      },
    },
  ],
});
