import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Refresh } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { to } from '@/config/paths'

interface Props {
  refresh: Refresh
  onClose: () => void
}

/** How a refresh ended, in words that are read out when it happens. */
export function RefreshOutcome({ refresh, onClose }: Props) {
  const { state, outcome, error, snapshot, source, dataset } = refresh
  const close = (
    <Button size="xs" variant="default" onClick={onClose}>
      Close
    </Button>
  )
  const told = (tone: 'good' | 'bad' | 'info', title: string, body: ReactNode, more?: ReactNode) => (
    <Notice tone={tone} title={title} live>
      {body}
      <div className="row">
        {more}
        {close}
      </div>
    </Notice>
  )
  const show = snapshot && (
    <Button size="xs" variant="default" component={Link} to={to.dataset(dataset, { snapshot })} onClick={onClose}>
      Look at it
    </Button>
  )
  if (state === 'done' && outcome === 'unchanged')
    return told('info', 'Nothing new', <p>The table is the same as the snapshot {snapshot} that is held.</p>)
  if (state === 'done') return told('good', `The snapshot ${snapshot} is held now`, <p>{source}</p>, show)
  if (state === 'cancelled') return told('info', 'Cancelled', <p>What is held stays as it was.</p>)
  if (state !== 'failed') return null
  return told(
    'bad',
    'The table could not be fetched',
    <>
      <p>{error?.message ?? 'The server gave no cause. Its log may tell; otherwise try again.'}</p>
      {error?.remedy && (
        <p>
          <strong>What to do:</strong> {error.remedy}
        </p>
      )}
      <p>What is held stays as it was.</p>
    </>,
  )
}
