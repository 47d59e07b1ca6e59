import { Modal, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Column } from '@/client/wire'
import { NOTHING } from '@/lib/format'
import { HistogramFigure } from './histogram-figure'
import { MiniHistogram } from './mini-histogram'

interface Props {
  column: Pick<Column, 'label' | 'unit' | 'histogram'>
  classes?: readonly string[]
}

/** A column's spread in a cell; a press shows it large, with its numbers. */
export function HistogramButton({ column: { label, unit, histogram }, classes }: Props) {
  const [isOpen, { open, close }] = useDisclosure(false)
  if (!histogram) return <span className="dim">{NOTHING}</span>
  return (
    <>
      <UnstyledButton onClick={open} title="Show it large, with its numbers" display="block" w="100%">
        <MiniHistogram label={label} histogram={histogram} classes={classes} />
      </UnstyledButton>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title="How it is spread"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <HistogramFigure label={label} unit={unit} histogram={histogram} classes={classes} />
      </Modal>
    </>
  )
}
