import type { Selection } from '@/client/wire'
import { useSaveSelection } from '@/features/select/api/save-selection'
import type { PriceQuestion } from '@/features/select/components/features-step'
import { useStartLeakPrice } from '@/features/studies/api/start-leak-price'

/** Saves the features as they stand, then asks what locked columns would buy beside them. */
export function usePrice({ session_id: sessionId }: Selection) {
  const save = useSaveSelection()
  const start = useStartLeakPrice()
  return {
    error: save.error,
    ask: async ({ columns, choice }: PriceQuestion) => {
      await save.mutateAsync({ sessionId, config_type: 'features', ...choice })
      return start.mutateAsync({ sessionId, columns })
    },
  }
}
