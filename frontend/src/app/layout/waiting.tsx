import { Skeleton } from '@mantine/core'

export function Waiting() {
  return (
    <div className="stack" role="status" aria-label="Loading the page">
      <Skeleton height={40} width="50%" />
      <Skeleton height={200} />
    </div>
  )
}
