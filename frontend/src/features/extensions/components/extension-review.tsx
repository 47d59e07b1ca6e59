import { Button } from '@mantine/core'
import type { ExtensionDiff } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { messageOf } from '@/lib/messages'
import { DiffView } from './diff-view'

interface Props {
  diff: ExtensionDiff | undefined
  blockedBecause: string | null
  error: unknown
  isAsking: boolean
  isKeeping: boolean
  isKept: boolean
  onAsk: () => void
  onKeep: (diff: ExtensionDiff) => void
}

const taken = ({ counts }: ExtensionDiff) => (counts.new ?? 0) + (counts.update ?? 0)

/** Look first, then confirm: what is kept is what was shown. */
export function ExtensionReview({ diff, blockedBecause, error, isAsking, isKeeping, isKept, onAsk, onKeep }: Props) {
  return (
    <Panel title="What would it change?">
      <div className="row">
        <Button variant={diff ? 'default' : 'filled'} onClick={onAsk} loading={isAsking} disabled={!!blockedBecause}>
          {diff ? 'Show it again' : 'Show what would change'}
        </Button>
        <p className="dim small" role="status">
          {blockedBecause}
        </p>
      </div>
      {error != null && (
        <Notice tone="bad" title="Your rows cannot be taken as they are" live>
          <p>{messageOf(error)}</p>
        </Notice>
      )}
      {diff && <DiffView diff={diff} isKept={isKept} />}
      {isKept && (
        <Notice tone="good" title="The version is kept" live>
          <p>It has a session of its own. How it does beside the catalogue alone stands below.</p>
        </Notice>
      )}
      {diff && !isKept && taken(diff) > 0 && (
        <div className="row">
          <Button size="md" onClick={() => onKeep(diff)} loading={isKeeping}>
            Keep this version and compare it
          </Button>
          <p className="small dim">
            The version is private to you. Models of both versions are then judged on the same held-out stars.
          </p>
        </div>
      )}
    </Panel>
  )
}
