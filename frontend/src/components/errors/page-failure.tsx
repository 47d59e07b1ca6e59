import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Notice } from '@/components/ui/notice'
import { messageOf } from '@/lib/messages'

/** The face of a page that could not be drawn at all. */
export function PageFailure({ error }: { error: unknown }) {
  return (
    <div className="stack">
      <h1>This page could not be shown</h1>
      <Notice tone="bad" title="What happened">
        <p>{messageOf(error)}</p>
      </Notice>
      <div className="row">
        <Button onClick={() => window.location.reload()}>Reload</Button>
        <Button variant="default" component={Link} to="/">
          Go home
        </Button>
      </div>
    </div>
  )
}
