import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

const sky: MantineColorsTuple = [
  '#e9f4fd',
  '#d3e9fb',
  '#abd8f8',
  '#82c8f5',
  '#56b4e9',
  '#3a9cd6',
  '#2381bd',
  '#1469a8',
  '#0a5ba6',
  '#084a87',
]

// Input grounds, borders and hovers in the hues of the night; borders keep 3:1.
const dark: MantineColorsTuple = [
  '#e9edf7',
  '#cfd7ea',
  '#aab5d0',
  '#8a98bd',
  '#7484ad',
  '#1d2847',
  '#0c1326',
  '#0a0f1e',
  '#070b17',
  '#04070f',
]
const gray: MantineColorsTuple = [
  '#f6f8fc',
  '#eef2f9',
  '#e2e8f2',
  '#d3dbea',
  '#7f8aa5',
  '#6d7a97',
  '#4a5672',
  '#38435c',
  '#232c42',
  '#121a2e',
]

/** Filled parts take the accent of the theme in force, with the ink that is legible on it. */
const variants: VariantColorsResolver = (input) =>
  input.variant === 'filled' && (input.color ?? input.theme.primaryColor) === 'sky'
    ? {
        background: 'var(--accent)',
        hover: 'var(--accent-hover)',
        color: 'var(--on-accent)',
        border: '1px solid transparent',
      }
    : defaultVariantColorsResolver(input)

export const theme = createTheme({
  colors: { sky, dark, gray },
  variantColorResolver: variants,
  components: {
    Checkbox: { defaultProps: { iconColor: 'var(--on-accent)' } },
    // The library's white on light grey hardly shows which part is chosen.
    SegmentedControl: {
      vars: () => ({ root: { '--sc-color': 'var(--accent)', '--sc-label-color': 'var(--on-accent)' } }),
    },
    // A window's head is a <header>, which would count as a second head of the page.
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
  },
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
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-disabled': 'var(--panel-high)',
  '--mantine-color-disabled-color': 'var(--text-dim)',
  '--mantine-color-disabled-border': 'var(--line)',
}

/** Mantine's parts take the app's own palette. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
