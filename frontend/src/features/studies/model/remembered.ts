const KEPT = 50

type Entry = [sessionId: string, studyId: string]

const keyOf = (study: string) => (study === 'leak_price' ? 'exoplanet.prices' : `exoplanet.studies.${study}`)

const isEntry = (entry: unknown): entry is Entry =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string')

function entries(study: string): Entry[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(keyOf(study)) ?? '[]')
    return Array.isArray(held) ? held.filter(isEntry) : []
  } catch {
    return []
  }
}

/** The newest study of a kind that this browser began for a session. Ids are capabilities: they stay on this device. */
export const rememberedStudy = (study: string, sessionId: string) =>
  entries(study).find(([session]) => session === sessionId)?.[1] ?? null

export function rememberStudy(study: string, sessionId: string, studyId: string) {
  const others = entries(study).filter(([session]) => session !== sessionId)
  try {
    localStorage.setItem(keyOf(study), JSON.stringify([[sessionId, studyId], ...others].slice(0, KEPT)))
  } catch {
    // Private windows may refuse storage: the server still knows the study by its question.
  }
}

export const rememberedPrice = (sessionId: string) => rememberedStudy('leak_price', sessionId)
export const rememberPrice = (sessionId: string, studyId: string) => rememberStudy('leak_price', sessionId, studyId)
