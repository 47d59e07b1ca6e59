import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import { readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'

// Floors of the house, highest first: a floor imports from those below it only.
const floors = ['app', 'features', 'components', 'lib', 'config', 'client']

const oneWay = floors.flatMap((floor, index) =>
  floors.slice(0, index).map((above) => ({
    target: `./src/${floor}`,
    from: `./src/${above}`,
    message: `${floor} stands below ${above} and may not import from it.`,
  })),
)

const noSiblings = readdirSync(new URL('./src/features', import.meta.url)).map((feature) => ({
  target: `./src/features/${feature}`,
  from: './src/features',
  except: [`./${feature}`],
  message: 'Features do not know each other: compose them in app/routes.',
}))

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'src/client/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    extends: [jsxA11y.flatConfigs.recommended, reactHooks.configs.flat['recommended-latest']],
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.app.json' })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...oneWay, ...noSiblings] }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.test.{ts,tsx}', 'src/testing/**'], rules: { 'max-lines': 'off' } },
  { files: ['scripts/**/*.mjs', '*.config.*'], languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } } },
)
