import { NavLink } from 'react-router'
import { to } from '@/config/paths'
import { PAGES } from '../model/pages'
import styles from './learn-nav.module.css'

/** From one Learn page to the others. */
export function LearnNav() {
  return (
    <nav aria-label="Learn" className={styles.nav}>
      {PAGES.map(({ page, short }) => (
        <NavLink key={page} to={to.learn(page)} className={styles.link}>
          {short}
        </NavLink>
      ))}
    </nav>
  )
}
