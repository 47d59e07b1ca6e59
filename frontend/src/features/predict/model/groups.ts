import type { FormFeature } from '@/client/wire'

export interface Group {
  name: string
  features: FormFeature[]
}

/** Features under their group, in the order in which groups first appear. */
export function groupFeatures(features: FormFeature[]): Group[] {
  const groups = new Map<string, FormFeature[]>()
  for (const feature of features) {
    const name = feature.group || 'other'
    groups.set(name, [...(groups.get(name) ?? []), feature])
  }
  return [...groups].map(([name, members]) => ({ name, features: members }))
}
