import { useRouteError } from 'react-router'
import { PageFailure } from '@/components/errors/page-failure'

export function RouteError() {
  return <PageFailure error={useRouteError()} />
}
