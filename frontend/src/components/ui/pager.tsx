import { Button, NativeSelect } from '@mantine/core'
import { formatCount } from '@/lib/format'
import { PAGE_SIZES } from '@/lib/preferences'

interface Props {
  label: string
  page: number
  perPage: number
  total: number
  onPage: (page: number) => void
  /** Where the reader may say how many rows a page has. */
  onPerPage?: (perPage: number) => void
}

export function Pager({ label, page, perPage, total, onPage, onPerPage }: Props) {
  const pages = Math.max(1, Math.ceil(total / perPage))
  const first = total === 0 ? 0 : (page - 1) * perPage + 1
  return (
    <nav aria-label={label} className="row">
      <Button size="xs" variant="default" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        Previous
      </Button>
      <span className="num small" aria-live="polite">
        {formatCount(first)}–{formatCount(Math.min(page * perPage, total))} of {formatCount(total)}
      </span>
      <Button size="xs" variant="default" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        Next
      </Button>
      {onPerPage && (
        <NativeSelect
          size="xs"
          aria-label="Rows on a page"
          data={PAGE_SIZES.map((size) => ({ value: String(size), label: `${size} rows` }))}
          value={String(perPage)}
          onChange={(event) => onPerPage(Number(event.currentTarget.value))}
        />
      )}
    </nav>
  )
}
