import { PageHead } from '@/components/ui/page-head'
import { Catalogues } from './home/catalogues'

export function Component() {
  return (
    <div className="stack-wide">
      <PageHead title="Catalogues">
        <p>What is in each, how old it is, and what would give the answer away.</p>
      </PageHead>
      <Catalogues level={2} />
    </div>
  )
}
