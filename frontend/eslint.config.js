import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import { readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'

// Floors of the house, highest first: a floor imports from those below it only.
const floors = ['app', 'features', 'components', 'lib', 'config', 'client']
// Between floors the alias is used, so that one pattern sees every crossing.
const throughTheAlias = {
  regex: `^(\\.\\./)+(${floors.join('|')})/`,
  message: 'Write @/… between floors.',
}

const zone = (files, ...patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [throughTheAlias, ...patterns] }] },
})
const above = (floor) => floors.slice(0, floors.indexOf(floor))
const nothingAbove = (floor) => ({
  regex: `^@/(${above(floor).join('|')})/`,
  message: `${floor} stands below ${above(floor).join(', ')} and may not import from there.`,
})
const noSibling = (feature) => ({
  regex: `^@/features/(?!${feature}/)`,
  message: 'Features do not know each other: compose them in app/routes.',
})

const zones = [
  zone(['src/app/**']),
  ...floors.slice(1).map((floor) => zone([`src/${floor}/**`], nothingAbove(floor))),
  ...readdirSync(new URL('./src/features', import.meta.url)).map((feature) =>
    zone([`src/features/${feature}/**`], nothingAbove('features'), noSibling(feature)),
  ),
]

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'src/client/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [jsxA11y.flatConfigs.recommended, reactHooks.configs.flat['recommended-latest']],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      // A region that scrolls must be reachable by keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { roles: ['tabpanel', 'region'], tags: [] }],
    },
  },
  ...zones,
  { files: ['src/**/*.test.{ts,tsx}', 'src/testing/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['scripts/**/*.mjs', '*.config.*'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
)
