import { AskStudy } from './ask-study'
import { Remarks } from './remarks'
import { StageLines } from './stage-lines'
import { TransferMatrix } from './transfer-matrix'

/** What a model of one mission is worth on another, and what training on several gains and forgets. */
export function TransferPanel({ sessionId }: { sessionId: string }) {
  return (
    <AskStudy
      sessionId={sessionId}
      question={{ study: 'transfer' }}
      label="Measure across missions"
      cost="Trains your model on each mission and tests it on the others, then on several in turn. Takes some minutes."
      what="the transfer between missions"
    >
      {(result) =>
        'matrix' in result && (
          <div className="stack-wide">
            <p>{result.text}</p>
            <TransferMatrix matrix={result.matrix} />
            <StageLines regimes={result.regimes} />
            <Remarks remarks={[...result.warnings, ...result.matrix.warnings, ...result.regimes.warnings]} />
          </div>
        )
      }
    </AskStudy>
  )
}
