import { Button } from '@mantine/core'
import { useState, type RefObject } from 'react'
import { useLocation } from 'react-router'
import { toCsv } from '@/lib/csv'
import { exportName } from '@/lib/export-name'
import { saveBlob, saveText } from '@/lib/files'
import { messageOf } from '@/lib/messages'
import { pictureOf } from './picture'
import type { Zoom } from './zoom'

interface Props {
  title: string
  figure: RefObject<HTMLElement | null>
  csv: () => Parameters<typeof toCsv>[0]
  zoom: Zoom | null
  isTable: boolean
  onTable: () => void
}

const looks = { size: 'compact-sm', variant: 'default' } as const

/** What one can do with any chart: look nearer, take it home as picture or numbers, read it as a table. */
export function FigureTools({ title, figure, csv, zoom, isTable, onTable }: Props) {
  const location = useLocation()
  const [fault, setFault] = useState<string | null>(null)
  const keepPicture = () =>
    pictureOf(figure.current!).then(
      (picture) => saveBlob(exportName(title, 'png', location), picture),
      (error: unknown) => setFault(messageOf(error)),
    )
  return (
    <div className="row" style={{ gap: 'var(--space-1)' }} data-no-picture data-screen-only>
      {zoom && !isTable && (
        <Button.Group aria-label={`Zoom of ${title}`}>
          <Button {...looks} onClick={zoom.farther} aria-label={`Zoom out of ${title}`} title="Zoom out">
            −
          </Button>
          <Button {...looks} onClick={zoom.whole} aria-label={`Whole ${title}`} title="Show the whole again">
            ⤢
          </Button>
          <Button
            {...looks}
            onClick={zoom.nearer}
            aria-label={`Zoom into ${title}`}
            title="Zoom in; also double click, or Ctrl and wheel. Drag to move."
          >
            +
          </Button>
        </Button.Group>
      )}
      {!isTable && (
        <Button {...looks} onClick={() => void keepPicture()} aria-label={`Save ${title} as PNG`}>
          PNG
        </Button>
      )}
      <Button
        {...looks}
        onClick={() => saveText(exportName(title, 'csv', location), 'text/csv', toCsv(csv()))}
        aria-label={`Save ${title} as CSV`}
      >
        CSV
      </Button>
      <Button {...looks} aria-pressed={isTable} onClick={onTable} aria-label={`Table of ${title}`}>
        {isTable ? 'Chart' : 'Table'}
      </Button>
      {fault && (
        <p className="small" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
