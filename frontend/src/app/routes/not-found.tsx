import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { PageHead } from '@/components/ui/page-head'

export function Component() {
  return (
    <div className="stack">
      <PageHead title="There is no such page">
        <p>The link may be old or mistyped. Your sessions are listed on the home page.</p>
      </PageHead>
      <div>
        <Button component={Link} to="/">
          Go home
        </Button>
      </div>
    </div>
  )
}
