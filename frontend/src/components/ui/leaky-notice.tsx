import { Link } from 'react-router'
import { to } from '@/config/paths'
import { Notice } from './notice'

/** Stands beside every number of a model that saw columns which give the answer away. */
export function LeakyNotice({ isLeaky }: { isLeaky: boolean }) {
  if (!isLeaky) return null
  return (
    <Notice tone="warn" title="A leaky model">
      <p>
        It sees columns that give the answer away, so its scores say nothing about new objects.{' '}
        <Link to={to.learn('leaks')}>See why in the leak lab</Link>.
      </p>
    </Notice>
  )
}
