import type { FormFeature } from '@/client/wire'

export interface Group {
  name: string
  features: FormFeature[]
  /** Error bars of the group's quantities: asked for in second place. */
  uncertainties: FormFeature[]
}

const isUncertainty = ({ name }: FormFeature) => /_err\d*$/.test(name)

/** Features under their group, in the order in which groups first appear. */
export function groupFeatures(features: FormFeature[]): Group[] {
  const groups = new Map<string, Group>()
  for (const feature of features) {
    const name = feature.group || 'other'
    const group = groups.get(name) ?? { name, features: [], uncertainties: [] }
    groups.set(name, group)
    if (isUncertainty(feature)) group.uncertainties.push(feature)
    else group.features.push(feature)
  }
  return [...groups.values()]
}
