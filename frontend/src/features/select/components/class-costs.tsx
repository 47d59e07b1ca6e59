import { NumberInput } from '@mantine/core'

interface Props {
  classes: string[]
  costs: Record<string, number> | null
  problem: string | undefined
  onChange: (costs: Record<string, number>) => void
}

/** What a mistake on an object of each class costs; a class without a number costs 1. */
export function ClassCosts({ classes, costs, problem, onChange }: Props) {
  // Costs that were set over the API stay visible, also for classes that are not known here.
  const names = [...new Set([...classes, ...Object.keys(costs ?? {})])]
  const set = (name: string, value: string | number) => {
    const others = Object.entries(costs ?? {}).filter(([other]) => other !== name)
    onChange(Object.fromEntries(typeof value === 'number' && value > 0 ? [...others, [name, value]] : others))
  }
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend>What a mistake costs, by class</legend>
      <div className="row" style={{ alignItems: 'start' }}>
        {names.map((name) => (
          <NumberInput
            key={name}
            label={name}
            value={costs?.[name] ?? ''}
            placeholder="1"
            min={0}
            max={1_000_000}
            decimalScale={3}
            onChange={(value) => set(name, value)}
            w="11rem"
          />
        ))}
      </div>
      <p className="small dim" role="status">
        {problem ?? 'A class that costs 5 weighs five times as much as one that costs 1; only the ratio counts.'}
      </p>
    </fieldset>
  )
}
