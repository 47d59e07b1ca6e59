import { NavLink, useLocation } from 'react-router'
import { CopyButton } from '@/components/ui/copy-button'
import { Tag } from '@/components/ui/tag'
import { to } from '@/config/paths'
import { ShareSession } from '@/features/sessions/components/share-session'
import { isShareToken } from '@/lib/share-token'
import styles from './session-nav.module.css'

/** The four screens of one session; each says for itself what it still waits for. */
export function SessionNav({ sessionId }: { sessionId: string }) {
  const { pathname } = useLocation()
  const screens = [
    { title: 'Select', href: to.select(sessionId), isCurrent: pathname.includes('/select') },
    { title: 'Training', href: to.training(sessionId) },
    { title: 'Result', href: to.result(sessionId) },
    { title: 'Predict', href: to.predict(sessionId) },
  ]
  return (
    <nav aria-label="This session" className={styles.wrap}>
      <div className={styles.bar}>
        <ul className={styles.list}>
          {screens.map(({ title, href, isCurrent }) => (
            <li key={title}>
              <NavLink
                to={href}
                className={({ isActive }) => (isCurrent || isActive ? styles.current : styles.link)}
                aria-current={isCurrent ? 'page' : undefined}
              >
                {title}
              </NavLink>
            </li>
          ))}
        </ul>
        {isShareToken(sessionId) ? (
          <Tag title="You look at somebody else's session: everything can be seen, nothing changed">Read only</Tag>
        ) : (
          <div className={styles.tools}>
            <CopyButton text={sessionId} what="the session’s id" label="Copy id" size="compact-sm" />
            <ShareSession key={sessionId} sessionId={sessionId} />
          </div>
        )}
      </div>
    </nav>
  )
}
