import { Button } from '@mantine/core'
import { useState } from 'react'
import { NumberField } from '@/components/ui/number-field'
import { formatUnit } from '@/lib/format'
import type { Numbers } from '../api/assess'

interface Field {
  name: string
  label: string
  unit: string
  help?: string
}

// What an assessment looks at, in the common schema's names and units.
const FIELDS: Field[] = [
  { name: 'planet_radius', label: 'Planet radius', unit: 'Earth radii' },
  {
    name: 'planet_mass',
    label: 'Planet mass',
    unit: 'Earth masses',
    help: 'Decides on size where no radius is known.',
  },
  { name: 'orbital_period', label: 'Orbital period', unit: 'days' },
  { name: 'semi_major_axis', label: 'Semi-major axis', unit: 'AU', help: 'Else from period and stellar mass.' },
  { name: 'insolation_flux', label: 'Insolation', unit: 'Earth flux', help: 'Else from the star and the distance.' },
  { name: 'stellar_effective_temperature', label: 'Stellar temperature', unit: 'K' },
  { name: 'stellar_radius', label: 'Stellar radius', unit: 'solar radii' },
  { name: 'stellar_mass', label: 'Stellar mass', unit: 'solar masses' },
  { name: 'stellar_luminosity', label: 'Stellar luminosity', unit: 'log10 solar' },
]
const WITH_ERRORS = ['planet_radius', 'stellar_effective_temperature', 'stellar_radius']

type Draft = Record<string, number | undefined>

/** The numbers as they are sent: an error counts on both sides. */
export function toNumbers(draft: Draft): Numbers {
  const pairs = Object.entries(draft).flatMap(([name, value]): [string, number][] => {
    if (value === undefined) return []
    const of = /^(.*)_error$/.exec(name)?.[1]
    return of
      ? [
          [`${of}_upper_error`, value],
          [`${of}_lower_error`, -value],
        ]
      : [[name, value]]
  })
  return Object.fromEntries(pairs)
}

const EARTH: Draft = {
  planet_radius: 1,
  planet_mass: 1,
  orbital_period: 365.25,
  stellar_effective_temperature: 5772,
  stellar_radius: 1,
  stellar_mass: 1,
}

/** A planet by its numbers; what is left empty is not made up. */
export function NumbersForm({ isBusy, onAssess }: { isBusy: boolean; onAssess: (numbers: Numbers) => void }) {
  const [draft, setDraft] = useState<Draft>({})
  const isEmpty = Object.values(draft).every((value) => value === undefined)
  const input = (name: string, label: string, help?: string) => (
    <NumberField
      key={name}
      label={label}
      description={help}
      value={draft[name] ?? null}
      onChange={(value) => setDraft({ ...draft, [name]: value ?? undefined })}
    />
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        onAssess(toNumbers(draft))
      }}
    >
      <div className="cards" style={{ alignItems: 'end' }}>
        {FIELDS.flatMap(({ name, label, unit, help }) => [
          input(name, `${label} (${formatUnit(unit)})`, help),
          ...(WITH_ERRORS.includes(name) ? [input(`${name}_error`, `${label}, error (±)`)] : []),
        ])}
      </div>
      <div className="row">
        <Button type="submit" loading={isBusy} disabled={isEmpty}>
          Where does it stand?
        </Button>
        <Button variant="default" onClick={() => setDraft(EARTH)}>
          Fill in the Earth
        </Button>
      </div>
    </form>
  )
}
