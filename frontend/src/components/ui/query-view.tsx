import { Button, Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { ApiError } from '@/client/api-error'
import { to } from '@/config/paths'
import { messageOf } from '@/lib/messages'
import { Notice } from './notice'

interface Props<T> {
  query: UseQueryResult<T>
  /** What is being waited for, in words: "the catalogues". */
  what: string
  /** Height of the waiting face, so that nothing jumps when the data arrive. */
  height?: number
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  children: (data: T) => ReactNode
}

/** The four faces of anything that is fetched: waiting, failed, empty, there. */
export function QueryView<T>({ query, what, height = 160, isEmpty, empty, children }: Props<T>) {
  const { data, error } = query
  if (data !== undefined) return <>{isEmpty?.(data) ? empty : children(data)}</>
  if (error)
    return <Failed what={what} error={error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  return (
    <div role="status" aria-label={`Loading ${what}`}>
      <Skeleton height={height} radius="md" />
    </div>
  )
}

const isGone = (error: unknown) => error instanceof ApiError && error.code === 'unknown_session'

interface FailedProps {
  what: string
  error: unknown
  onRetry: () => void
  isRetrying?: boolean
}

export function Failed({ what, error, onRetry, isRetrying }: FailedProps) {
  return (
    <Notice tone="bad" title={`Could not get ${what}`} live>
      <p>{messageOf(error)}</p>
      <div className="row">
        <Button size="xs" variant="default" onClick={onRetry} loading={isRetrying}>
          Try again
        </Button>
        {/* Asking again does not bring back what was deleted. */}
        {isGone(error) && <Link to={to.home()}>Start anew on Home</Link>}
      </div>
    </Notice>
  )
}
