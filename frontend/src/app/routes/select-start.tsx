import { Navigate, useParams } from 'react-router'
import { to } from '@/config/paths'

export function Component() {
  return <Navigate to={to.select(useParams().id!)} replace />
}
