import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { formatCount } from '@/lib/format'
import { PAGE_SIZES, usePageSize } from '@/lib/preferences'

interface Props {
  label: string
  page: number
  total: number
  onPage: (page: number) => void
}

/** Turns the pages of a table; how many rows a page has is chosen here for all tables, and remembered. */
export function Pager({ label, page, total, onPage }: Props) {
  const [perPage, setPerPage] = usePageSize()
  const pages = Math.max(1, Math.ceil(total / perPage))
  const first = total === 0 ? 0 : (page - 1) * perPage + 1
  const turnBack = useEffectEvent(() => onPage(pages))
  const isBeyond = total > 0 && page > pages
  // Another table, or another tab, may have made the pages longer.
  useEffect(() => {
    if (isBeyond) turnBack()
  }, [isBeyond])
  const resize = (size: number) => {
    setPerPage(size)
    onPage(Math.floor((first - 1) / size) + 1)
  }
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
      {total > PAGE_SIZES[0] && (
        <NativeSelect
          size="xs"
          aria-label="Rows on a page"
          data={PAGE_SIZES.map((size) => ({ value: String(size), label: `${size} rows` }))}
          value={String(perPage)}
          onChange={(event) => resize(Number(event.currentTarget.value))}
        />
      )}
    </nav>
  )
}
