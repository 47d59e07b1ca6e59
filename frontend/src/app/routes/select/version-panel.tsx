import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Panel } from '@/components/ui/panel'
import { to } from '@/config/paths'
import { StudyView } from '@/features/studies/components/study-view'
import { VersionComparisonResult } from '@/features/studies/components/version-comparison'

/** A version that was kept: what it is worth beside the catalogue alone, and the way to train it. */
export function VersionPanel({ studyId, sessionId }: { studyId: string; sessionId: string }) {
  return (
    <Panel
      title="Your version beside the catalogue"
      hint="The version is kept, in a session of its own. Both versions' models answer the same held-out objects, and no row of a held-out star trains either."
      actions={
        <Button component={Link} to={to.training(sessionId)}>
          Train this version
        </Button>
      }
    >
      <StudyView studyId={studyId} what="the comparison of both versions">
        {(result) => 'extended' in result && <VersionComparisonResult comparison={result} />}
      </StudyView>
    </Panel>
  )
}
