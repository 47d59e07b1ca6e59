import styles from './orbit-plot.module.css'

interface Props {
  label: string
  /** All in astronomical units. */
  star: number
  periastron: number
  apastron: number
  /** Edges of the zone from the star outwards; null where they are not known. */
  zone: { outerLimits: [number, number]; innerLimits: [number, number] } | null
}

const SIZE = 320
const MIDDLE = SIZE / 2
const LEAST_STAR = 2.5
const PLANET = 5

/** Star, orbit and habitable zone from above, on one scale. */
export function OrbitPlot({ label, star, periastron, apastron, zone }: Props) {
  const widest = Math.max(apastron, zone?.outerLimits[1] ?? 0, star) * 1.08
  const scale = MIDDLE / widest
  const half = (periastron + apastron) / 2
  // The star stands in a focus, the ellipse's middle half the difference away.
  const shift = (apastron - periastron) / 2
  const narrow = Math.sqrt(Math.max(0, half * half - shift * shift))
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} className={styles.plot} role="img" aria-label={label}>
      {zone && (
        <>
          <Ring limits={zone.outerLimits} scale={scale} className={styles.optimistic} />
          <Ring limits={zone.innerLimits} scale={scale} className={styles.conservative} />
        </>
      )}
      <ellipse cx={MIDDLE - shift * scale} cy={MIDDLE} rx={half * scale} ry={narrow * scale} className={styles.orbit} />
      <circle cx={MIDDLE} cy={MIDDLE} r={Math.max(LEAST_STAR, star * scale)} className={styles.star} />
      <circle cx={MIDDLE + periastron * scale} cy={MIDDLE} r={PLANET} className={styles.planet} />
    </svg>
  )
}

function Ring({
  limits: [from, to],
  scale,
  className,
}: {
  limits: [number, number]
  scale: number
  className?: string
}) {
  return (
    <circle
      cx={MIDDLE}
      cy={MIDDLE}
      r={((from + to) / 2) * scale}
      strokeWidth={(to - from) * scale}
      fill="none"
      className={className}
    />
  )
}
