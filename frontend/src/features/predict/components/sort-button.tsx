import type { BatchAsked } from '../api/get-batch'
import styles from './sort-button.module.css'

interface Props {
  name: string
  title: string
  asked: BatchAsked
  onAsk: (asked: BatchAsked) => void
}

/** A column's heading that sorts by it: first downwards, then upwards. */
export function SortButton({ name, title, asked, onAsk }: Props) {
  const isSorted = asked.sort === name
  const order = isSorted && asked.order !== 'asc' ? 'asc' : 'desc'
  return (
    <button type="button" className={styles.sort} onClick={() => onAsk({ ...asked, sort: name, order, page: 1 })}>
      {title}
      <span aria-hidden="true" className={styles.arrow}>
        {isSorted ? (asked.order === 'asc' ? '▲' : '▼') : '↕'}
      </span>
    </button>
  )
}
