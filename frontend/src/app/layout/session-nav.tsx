import { NavLink, useLocation } from 'react-router'
import { to } from '@/config/paths'
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
    </nav>
  )
}
