import type { ReactNode } from 'react'
import type { LearnPage as Page } from '@/config/paths'
import { PageHead } from '@/components/ui/page-head'
import { LearnNav } from '@/features/learn/components/learn-nav'
import { PAGES } from '@/features/learn/model/pages'

/** The frame of a Learn page. */
export function LearnPage({ page, lead, children }: { page: Page; lead: ReactNode; children: ReactNode }) {
  const { title, short } = PAGES.find((one) => one.page === page)!
  return (
    <div className="stack-wide">
      <LearnNav />
      <PageHead title={title} windowTitle={`Learn: ${short}`}>
        <p>{lead}</p>
      </PageHead>
      {children}
    </div>
  )
}
