import { Select } from '@mantine/core'
import type { EvaluationChoice } from '@/client/wire'

const IMBALANCE = [
  { value: 'none', label: 'Leave as it is' },
  { value: 'class_weight', label: 'Weigh rare classes more' },
  { value: 'smote', label: 'Invent more of the rare ones (SMOTE)' },
]
const BY_COSTS = { value: 'cost', label: 'Weigh classes as set over the API' }

const CALIBRATION = [
  { value: 'none', label: 'Leave as they are' },
  { value: 'sigmoid', label: 'Bend them by a sigmoid' },
  { value: 'isotonic', label: 'Bend them by steps (isotonic)' },
  { value: 'venn_abers', label: 'Give each an interval (Venn-Abers)' },
]

interface Props {
  choice: EvaluationChoice
  onChange: (part: Partial<EvaluationChoice>) => void
}

/** What is done for rare classes and for probabilities; all of it inside the training rows of a fold. */
export function EvaluationRemedies({ choice: { imbalance, calibration }, onChange }: Props) {
  return (
    <>
      <Select
        label="Unequal classes"
        description="Either way finds more of a rare class, at the price of more false alarms."
        data={imbalance === 'cost' ? [...IMBALANCE, BY_COSTS] : IMBALANCE}
        value={imbalance}
        allowDeselect={false}
        onChange={(value) => onChange({ imbalance: value as EvaluationChoice['imbalance'] })}
        maw="22rem"
      />
      <Select
        label="Probabilities"
        description="Calibration makes 80 % mean right in 8 of 10. It fits several times as many models."
        data={CALIBRATION}
        value={calibration}
        allowDeselect={false}
        onChange={(value) => onChange({ calibration: value as EvaluationChoice['calibration'] })}
        maw="22rem"
      />
    </>
  )
}
