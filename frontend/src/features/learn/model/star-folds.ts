import type { PlanePoint } from '@/client/wire'

export const FOLDS = 5

export interface Star {
  name: string
  objects: PlanePoint[]
}
export interface Dealt {
  /** Fold of each object by its name, 0 to 4. */
  folds: ReadonlyMap<string, number>
  /** Stars of which some objects are in training while others are in the test. */
  splitStars: number
  /** Objects whose star the model has met in training. */
  metObjects: number
}

/** K00752.01 and K00752.02 circle K00752. */
export const starOf = (object: string) => object.replace(/\.\d+$/, '')

/** The stars of a list of objects, those with most objects first. */
export function starsOf(points: PlanePoint[]): Star[] {
  const stars = new Map<string, PlanePoint[]>()
  for (const point of points) stars.set(starOf(point.object), [...(stars.get(starOf(point.object)) ?? []), point])
  return [...stars]
    .map(([name, objects]) => ({ name, objects: objects.sort((a, b) => a.object.localeCompare(b.object)) }))
    .sort((a, b) => b.objects.length - a.objects.length || a.name.localeCompare(b.name))
}

/** The same shuffle each time: a number from the letters of a name. */
function shuffled(name: string) {
  let state = 2166136261
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 16777619)
  // Names that differ in their last letter only must end up far apart.
  state = Math.imul(state ^ (state >>> 16), 2246822507)
  state = Math.imul(state ^ (state >>> 13), 3266489909)
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32
}

/** Deals all objects into folds: whole stars, or each object by itself. */
export function deal(stars: Star[], isByStar: boolean): Dealt {
  const folds = new Map<string, number>()
  let splitStars = 0
  let metObjects = 0
  for (const { name, objects } of stars) {
    const own = objects.map(({ object }) => Math.floor(shuffled(isByStar ? name : object) * FOLDS))
    objects.forEach(({ object }, at) => folds.set(object, own[at]!))
    const met = own.filter((fold) => own.some((other) => other !== fold)).length
    metObjects += met
    if (met > 0) splitStars += 1
  }
  return { folds, splitStars, metObjects }
}
