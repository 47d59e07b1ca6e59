import styles from './crossing-figure.module.css'

interface Props {
  radiusRatio: number
  impact: number
}

const STAR = 70
const WIDTH = 300
const HEIGHT = 220
const MIDDLE = [WIDTH / 2, HEIGHT / 2] as const

/** Star, planet and path as seen from here, to scale. */
export function CrossingFigure({ radiusRatio, impact }: Props) {
  const y = MIDDLE[1] + impact * STAR
  const words = `Star and planet to scale: the planet is ${(radiusRatio * 100).toPrecision(2)} % as wide as the star and crosses ${impact.toPrecision(2)} stellar radii from its middle`
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.plot} role="img" aria-label={words}>
      <defs>
        <radialGradient id="limb-darkening">
          <stop offset="0" className={styles.middle} />
          <stop offset="0.8" className={styles.disc} />
          <stop offset="1" className={styles.limb} />
        </radialGradient>
      </defs>
      <circle cx={MIDDLE[0]} cy={MIDDLE[1]} r={STAR} fill="url(#limb-darkening)" />
      <line x1={8} x2={WIDTH - 8} y1={y} y2={y} className={styles.path} />
      <circle cx={MIDDLE[0] - 0.35 * STAR} cy={y} r={Math.max(1.2, radiusRatio * STAR)} className={styles.planet} />
      <path d={`M${WIDTH - 18} ${y - 5}l9 5l-9 5`} className={styles.arrow} />
    </svg>
  )
}
