const KEY = 'exoplanet.prices'
const KEPT = 50

type Entry = [sessionId: string, studyId: string]

const isEntry = (entry: unknown): entry is Entry =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string')

function entries(): Entry[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(held) ? held.filter(isEntry) : []
  } catch {
    return []
  }
}

/** The study that last measured what a session's leaks buy. Ids are capabilities, so they stay on this device. */
export const rememberedPrice = (sessionId: string) => entries().find(([session]) => session === sessionId)?.[1] ?? null

export function rememberPrice(sessionId: string, studyId: string) {
  const others = entries().filter(([session]) => session !== sessionId)
  try {
    localStorage.setItem(KEY, JSON.stringify([[sessionId, studyId], ...others].slice(0, KEPT)))
  } catch {
    // Private windows may refuse storage: the server still knows the study by its question.
  }
}
