import { Button } from '@mantine/core'
import { useNavigate } from 'react-router'
import { Notice } from '@/components/ui/notice'
import { PageHead } from '@/components/ui/page-head'
import { to } from '@/config/paths'
import { useCreateSession } from '@/features/select/api/create-session'
import { messageOf } from '@/lib/messages'
import styles from './hero.module.css'
import { useQuickStart } from './use-quick-start'

export function Hero() {
  const navigate = useNavigate()
  const quick = useQuickStart()
  const own = useCreateSession()
  const isBusy = quick.isPending || own.isPending
  const error = quick.error ?? own.error
  return (
    <div className={styles.hero}>
      <PageHead title="Is that dip in the starlight a planet?" windowTitle="Home">
        <p>
          Train a classifier on NASA's catalogues of transit signals, and see how far its verdicts can be trusted. Then
          let it judge new objects, and read why it decided as it did.
        </p>
      </PageHead>
      <div className="row">
        <Button
          size="lg"
          loading={quick.isPending}
          disabled={isBusy}
          onClick={() => quick.mutate(undefined, { onSuccess: (id) => navigate(to.training(id)) })}
          aria-describedby="start-hint"
        >
          Start
        </Button>
        <Button
          size="lg"
          variant="default"
          loading={own.isPending}
          disabled={isBusy}
          onClick={() => own.mutate(undefined, { onSuccess: ({ session_id }) => navigate(to.select(session_id)) })}
        >
          Choose for myself
        </Button>
      </div>
      <p id="start-hint" className="dim small">
        Start trains on the Kepler catalogue with the recommended settings; that takes about a minute.
      </p>
      {error && (
        <Notice tone="bad" title="The session was not started" live>
          <p>{messageOf(error)}</p>
        </Notice>
      )}
    </div>
  )
}
