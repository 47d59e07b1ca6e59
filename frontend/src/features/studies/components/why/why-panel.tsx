import { QueryView } from '@/components/ui/query-view'
import { useExplanations } from '../../api/get-explanations'
import { AskStudy } from '../ask-study'
import { WhyResult } from './why-result'

/** Why the model answers as it does, as a whole. */
export function WhyPanel({ sessionId }: { sessionId: string }) {
  const query = useExplanations(sessionId)
  return (
    <QueryView query={query} what="an earlier explanation" height={80}>
      {({ study_id }) => (
        <AskStudy
          sessionId={sessionId}
          question={{ study: 'explanations' }}
          label="Explain the model"
          cost="Trains the model of every fold again and explains the objects that it had not seen. Takes about as long as the validation."
          what="the explanation of the model"
          known={study_id}
        >
          {(result) => 'explained_class' in result && <WhyResult result={result} />}
        </AskStudy>
      )}
    </QueryView>
  )
}
