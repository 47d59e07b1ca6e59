import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const sky: MantineColorsTuple = ['#e9f4fd', '#d3e9fb', '#abd8f8', '#82c8f5', '#56b4e9', '#3a9cd6', '#2381bd', '#1469a8', '#0a5ba6', '#084a87']

export const theme = createTheme({
  colors: { sky },
  primaryColor: 'sky',
  // Shades whose text keeps 4.5:1 on either ground; the library's defaults do not.
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
})

const shared = {
  '--mantine-color-body': 'var(--ground)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-dim)',
  '--mantine-color-placeholder': 'var(--text-dim)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--panel-high)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--panel-high)',
  '--mantine-color-disabled-color': 'var(--text-dim)',
  '--mantine-color-disabled-border': 'var(--line)',
}

/** Mantine's parts take the app's own palette. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
