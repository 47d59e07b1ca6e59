const SHOWN_ID = 8

const slug = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

/** What a page is about: the beginning of its session's id, which alone opens nothing, or the table or object shown. */
export function subjectOf(pathname: string, search: string): string {
  const session = /\/sessions\/([^/]+)/.exec(pathname)?.[1] ?? new URLSearchParams(search).get('session')
  if (session) return session.slice(0, SHOWN_ID)
  const [, name = '', object = ''] = /\/datasets\/([^/]+)(?:\/objects\/([^/]+))?/.exec(pathname) ?? []
  return slug(decodeURIComponent(object || name))
}

/** A file's name after what it shows, its session and the day: roc-curve_1a2b3c4d_2026-11-21.png. */
export function exportName(title: string, kind: string, { pathname, search }: { pathname: string; search: string }) {
  const day = new Date().toISOString().slice(0, 10)
  return `${[slug(title), subjectOf(pathname, search), day].filter(Boolean).join('_')}.${kind}`
}
