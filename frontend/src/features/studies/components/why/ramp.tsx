import { RAMP_CSS } from '../../model/swarm'
import styles from './ramp.module.css'

/** What the colours of the dots mean. */
export const Ramp = ({ of }: { of: string }) => (
  <p className={styles.ramp}>
    <span>{of}: low</span>
    <span className={styles.bar} style={{ background: RAMP_CSS }} aria-hidden="true" />
    <span>high</span>
  </p>
)
