import styles from './class-mark.module.css'

// One shape for each class, so that colour is never the only sign; charts draw the same.
const SHAPES = [
  'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z',
  'M3 3l10 10M13 3L3 13',
  'M8 2l6.5 11.5h-13L8 2Z',
  'M8 1.5L14.5 8 8 14.5 1.5 8 8 1.5Z',
  'M2.5 2.5h11v11h-11v-11Z',
  'M8 2v12M2 8h12',
  'M8 14L1.5 2.5h13L8 14Z',
  'M6.5 2.5h3a4 4 0 0 1 4 4v3a4 4 0 0 1-4 4h-3a4 4 0 0 1-4-4v-3a4 4 0 0 1 4-4Z',
]

/** Where a class stands in the palette: the positive class first, whatever the order it arrives in. */
export function paletteIndex(classes: readonly string[], name: string) {
  const known = ['PLANET', 'FALSE POSITIVE', 'CANDIDATE'].indexOf(name)
  if (known >= 0) return known
  return Math.max(0, classes.indexOf(name)) % SHAPES.length
}

interface Props {
  name: string
  classes?: readonly string[]
  isQuiet?: boolean
}

export function ClassMark({ name, classes = [], isQuiet = false }: Props) {
  const index = paletteIndex(classes, name)
  return (
    <span className={styles.mark}>
      <svg
        viewBox="0 0 16 16"
        width="14"
        height="14"
        aria-hidden="true"
        style={{ color: `var(--class-${index})` }}
        className={index === 1 || index === 5 ? styles.stroke : styles.fill}
      >
        <path d={SHAPES[index]} />
      </svg>
      {isQuiet ? <span className="visually-hidden">{name}</span> : name}
    </span>
  )
}
