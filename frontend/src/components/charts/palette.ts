/** The colours of the theme in force, for what is painted on a canvas. */
export interface Palette {
  text: string
  dim: string
  line: string
  panel: string
  accent: string
  font: string
  classes: string[]
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: read('--text'),
    dim: read('--text-dim'),
    line: read('--line'),
    panel: read('--panel'),
    accent: read('--accent'),
    font: style.fontFamily,
    classes: Array.from({ length: 8 }, (_, index) => read(`--class-${index}`)),
  }
}

/** Marks by class, in the order of the palette: told apart without colour, and the shapes of `ClassMark`. */
export const SYMBOLS = [
  'circle',
  'path://M0 0L10 10M10 0L0 10',
  'triangle',
  'diamond',
  'rect',
  'path://M5 0v10M0 5h10',
  'path://M5 10L0 1h10L5 10Z',
  'roundRect',
]

/** Axes and tooltip in the app's own voice. */
export function axisStyle(palette: Palette) {
  return {
    nameLocation: 'middle' as const,
    nameTextStyle: { color: palette.dim, fontSize: 13 },
    axisLabel: { color: palette.dim, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: palette.dim } },
    axisTick: { lineStyle: { color: palette.dim } },
    splitLine: { lineStyle: { color: palette.line } },
    minorSplitLine: { show: false },
  }
}

export function tooltipStyle(palette: Palette) {
  return {
    backgroundColor: palette.panel,
    borderColor: palette.line,
    textStyle: { color: palette.text, fontSize: 13 },
    confine: true,
  }
}
