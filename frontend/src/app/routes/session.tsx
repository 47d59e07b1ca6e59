import { Navigate, useParams } from 'react-router'
import { to } from '@/config/paths'

/** The bare link of a session leads to its training, which says what comes next. */
export function Component() {
  return <Navigate to={to.training(useParams().id!)} replace />
}
