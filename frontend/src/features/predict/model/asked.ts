import type { BatchAsked } from '../api/get-batch'

export const ASKED_KEYS = ['page', 'sort', 'order', 'q', 'prediction', 'threshold'] as const

/** What an address asks of a batch's rows; what makes no sense is not asked. */
export function askedOf(search: URLSearchParams): BatchAsked {
  const page = Number(search.get('page'))
  const threshold = Number(search.get('threshold'))
  const order = search.get('order')
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    ...(search.get('sort') ? { sort: search.get('sort')! } : {}),
    ...(order === 'asc' || order === 'desc' ? { order } : {}),
    ...(search.get('q') ? { q: search.get('q')! } : {}),
    ...(search.get('prediction') ? { prediction: search.get('prediction')! } : {}),
    ...(search.get('threshold') && threshold >= 0 && threshold <= 1 ? { threshold } : {}),
  }
}

/** The address with other rows asked for; everything else in it stays. */
export function withAsked(search: URLSearchParams, asked: BatchAsked): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const key of ASKED_KEYS) {
    const value = asked[key]
    if (value == null || value === '' || (key === 'page' && value === 1)) next.delete(key)
    else next.set(key, String(value))
  }
  return next
}
