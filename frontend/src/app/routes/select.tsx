import { Navigate, useParams } from 'react-router'
import { PartBoundary } from '@/components/errors/part-boundary'
import { ApiSnippets } from '@/components/ui/api-snippets'
import { PageHead } from '@/components/ui/page-head'
import { QueryView } from '@/components/ui/query-view'
import { STEP_TITLES, to } from '@/config/paths'
import { useSelection } from '@/features/select/api/get-selection'
import { Stepper } from '@/features/select/components/stepper'
import { admit } from '@/features/select/model/gating'
import { selectCalls } from './api-calls'
import { STEP_SCREENS } from './select/screens'

export function Component() {
  const { id, step: asked } = useParams()
  const query = useSelection(id!)
  return (
    <div className="stack-wide">
      <PageHead title="Set up the training" windowTitle="Select" />
      <QueryView query={query} what="this session" height={420}>
        {(selection) => {
          const step = admit(selection, asked)
          if (step !== asked) return <Navigate to={to.select(id!, step)} replace />
          const Screen = STEP_SCREENS[step]
          return (
            <>
              <Stepper selection={selection} current={step} />
              <PartBoundary key={step} name={STEP_TITLES[step]}>
                <Screen selection={selection} />
              </PartBoundary>
              <ApiSnippets calls={selectCalls(selection)} />
            </>
          )
        }}
      </QueryView>
    </div>
  )
}
