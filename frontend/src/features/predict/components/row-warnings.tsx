import { Button } from '@mantine/core'
import type { Prediction, Row } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { formatQuantity } from '@/lib/format'
import { unitSlipOf } from '../model/unit-slip'

interface Props {
  warnings: Prediction['warnings']
  /** Judge the object anew with other values. */
  onApply: (values: Row) => void
}

/** What to know beside the answer; a value in another unit is put right by one press. */
export function RowWarnings({ warnings, onApply }: Props) {
  return (
    <>
      {warnings.map((warning) => {
        const slip = unitSlipOf(warning)
        return (
          <Notice key={`${warning.code}.${warning.text}`} tone="warn">
            <p>{warning.text}</p>
            {slip && (
              <div>
                <Button size="xs" variant="default" onClick={() => onApply({ [slip.column]: slip.value })}>
                  Use {formatQuantity(slip.value, slip.unit, 4)} for {slip.column}
                </Button>
              </div>
            )}
          </Notice>
        )
      })}
    </>
  )
}
