/** What can be turned: sizes, the path, the year, and the star. */
export interface Numbers {
  /** Radius of the planet in radii of its star. */
  radius_ratio: number
  /** Distance of its path from the middle of the disc [stellar radii]. */
  impact_parameter: number
  /** [days] */
  orbital_period: number
  star: StarName
}

const EARTH_RADII_IN_A_SUN = 109.1

export const STARS = {
  sun: {
    title: 'A star like the Sun',
    numbers: {
      stellar_radius: 1,
      stellar_mass: 1,
      stellar_effective_temperature: 5772,
      stellar_surface_gravity: 4.438,
    },
  },
  dwarf: {
    title: 'A red dwarf, a fifth as wide',
    numbers: {
      stellar_radius: 0.2,
      stellar_mass: 0.18,
      stellar_effective_temperature: 3200,
      stellar_surface_gravity: 5.09,
    },
  },
  giant: {
    title: 'A giant, ten times as wide',
    numbers: {
      stellar_radius: 10,
      stellar_mass: 1.3,
      stellar_effective_temperature: 4800,
      stellar_surface_gravity: 2.55,
    },
  },
} as const
export type StarName = keyof typeof STARS

export interface Turned {
  name: 'radius_ratio' | 'impact_parameter' | 'orbital_period'
  label: string
  unit: string
  help: string
  low: number
  high: number
  isLog: boolean
}

/** What each number means and how far it can be turned. */
export const TURNED: Turned[] = [
  {
    name: 'radius_ratio',
    label: 'Radius ratio',
    unit: '',
    help: 'Radius of the planet in radii of its star. Its square is the share of the disc that is hidden: the depth.',
    low: 0.004,
    high: 0.3,
    isLog: true,
  },
  {
    name: 'impact_parameter',
    label: 'Impact parameter',
    unit: 'stellar radii',
    help: 'How far from the middle of the disc the planet crosses. 0 is across the middle, 1 is along the edge.',
    low: 0,
    high: 1.4,
    isLog: false,
  },
  {
    name: 'orbital_period',
    label: 'Orbital period',
    unit: 'days',
    help: 'Time from transit to transit. A longer year means a wider, slower orbit, so each transit lasts longer.',
    low: 0.5,
    high: 700,
    isLog: true,
  },
]

export const PRESETS: { name: string; numbers: Numbers }[] = [
  { name: 'Hot Jupiter', numbers: { radius_ratio: 0.105, impact_parameter: 0.3, orbital_period: 3.5, star: 'sun' } },
  { name: 'Earth', numbers: { radius_ratio: 0.00917, impact_parameter: 0.2, orbital_period: 365.25, star: 'sun' } },
  {
    name: 'Earth at a red dwarf',
    numbers: { radius_ratio: 0.0458, impact_parameter: 0.2, orbital_period: 12, star: 'dwarf' },
  },
  {
    name: 'Grazing: an eclipsing star?',
    numbers: { radius_ratio: 0.3, impact_parameter: 1.15, orbital_period: 4, star: 'sun' },
  },
]

const isStar = (name: string | null): name is StarName => name != null && name in STARS
const within = (value: number, { low, high }: Turned) => Math.min(high, Math.max(low, value))

/** What stands in the address; what is missing or no number is a hot Jupiter's. */
export function numbersOf(search: URLSearchParams): Numbers {
  const usual = PRESETS[0]!.numbers
  const star = search.get('star')
  const turned = TURNED.map((one) => {
    const text = search.get(one.name)
    const value = text ? Number(text) : NaN
    return [one.name, Number.isFinite(value) ? within(value, one) : usual[one.name]]
  })
  return { ...usual, ...Object.fromEntries(turned), star: isStar(star) ? star : usual.star }
}

export const searchOf = ({ star, ...numbers }: Numbers): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(Number(value.toPrecision(4)))])),
  star,
})

export const planetInEarths = ({ radius_ratio, star }: Numbers) =>
  radius_ratio * STARS[star].numbers.stellar_radius * EARTH_RADII_IN_A_SUN

/** Where a value stands on its dial, 0 to 1000, and back. */
export const placeOf = ({ low, high, isLog }: Turned, value: number) =>
  1000 * (isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low))
export const valueAt = ({ low, high, isLog }: Turned, place: number) =>
  Number((isLog ? low * (high / low) ** (place / 1000) : low + ((high - low) * place) / 1000).toPrecision(3))

/** The shape in words. */
export function shapeWords({ radius_ratio: k, impact_parameter: b }: Numbers): string {
  if (b >= 1 + k) return 'The planet passes above or below its star: nothing is seen.'
  if (b > 1 - k)
    return 'It only grazes the edge, so the dip is a V. Two stars that eclipse each other look just like this: most V-shaped signals are false positives.'
  if (b > 0.7) return 'It crosses near the edge: the dip is short, with slanted sides.'
  return 'It crosses well inside the disc: the dip is a U with a rounded floor, because a star is brighter in its middle.'
}
