import { Button } from '@mantine/core'
import type { Prediction, Row } from '@/client/wire'
import { Notice } from '@/components/ui/notice'
import { formatQuantity } from '@/lib/format'

interface Props {
  warnings: Prediction['warnings']
  /** Judge the object anew with other values. */
  onApply: (values: Row) => void
}

/** What to know beside the answer; a value in another unit is put right by one press. */
export function RowWarnings({ warnings, onApply }: Props) {
  return (
    <>
      {warnings.map(({ code, text, column, suggested, unit }) => (
        <Notice key={`${code}.${text}`} tone="warn">
          <p>{text}</p>
          {column && suggested != null && (
            <div>
              <Button size="xs" variant="default" onClick={() => onApply({ [column]: suggested })}>
                Use {formatQuantity(suggested, unit ?? '', 4)} for {column}
              </Button>
            </div>
          )}
        </Notice>
      ))}
    </>
  )
}
