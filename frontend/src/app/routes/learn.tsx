import { PageHead } from '@/components/ui/page-head'
import { PageCards } from '@/features/learn/components/page-cards'

export function Component() {
  return (
    <div className="stack-wide">
      <PageHead title="Learn">
        <p>Short pages on what the numbers mean, each drawn from the catalogues and the models themselves.</p>
      </PageHead>
      <PageCards />
    </div>
  )
}
