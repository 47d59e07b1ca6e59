import { Link } from 'react-router'
import { to } from '@/config/paths'
import styles from './brand.module.css'

/** A transit: the light of a star dips while a planet crosses it. */
export function Brand() {
  return (
    <Link to={to.home()} className={styles.brand} aria-label="Exoplanet Playground, home">
      <svg viewBox="0 0 40 28" width="40" height="28" aria-hidden="true">
        <path d="M2 8h9c3 0 3 12 6 12h6c3 0 3-12 6-12h9" className={styles.curve} />
        <circle cx="20" cy="10" r="4" className={styles.planet} />
      </svg>
      <span className={styles.name}>Exoplanet Playground</span>
    </Link>
  )
}
