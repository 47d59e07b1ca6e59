import { Link } from 'react-router'
import { to } from '@/config/paths'
import { PAGES } from '../model/pages'
import styles from './page-cards.module.css'

/** The Learn pages as cards. */
export function PageCards({ level = 2 }: { level?: 2 | 3 }) {
  const Heading = `h${level}` as const
  return (
    <div className="cards">
      {PAGES.map(({ page, title, about }) => (
        <article key={page} className={styles.card}>
          <Heading className={styles.title}>
            <Link to={to.learn(page)}>{title}</Link>
          </Heading>
          <p className="small dim">{about}</p>
        </article>
      ))}
    </div>
  )
}
