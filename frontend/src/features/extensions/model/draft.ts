import type { Dataset, DatasetDetail, ExtensionRequest, Upload } from '@/client/wire'

/** What a person says of their labelled rows. */
export interface ExtensionDraft {
  dataset: string | null
  snapshot: string | null
  target: string | null
  object: string | null
  host: string | null
  /** The catalogue's disposition by own class; classes without one are left out. */
  classMap: Readonly<Record<string, string>>
}

/** Catalogues with verdicts of their own: computed classes and combined tables cannot be extended. */
export const extendable = (datasets: Dataset[]) =>
  datasets.filter(
    ({ available, archive_tables, tasks }) =>
      available && archive_tables.length > 0 && tasks.some(({ name }) => name !== 'habitability'),
  )

/** The verdicts that the catalogue itself gives. */
export const dispositionsOf = ({ columns, target_column }: DatasetDetail) =>
  columns.find(({ name }) => name === target_column)?.categories ?? []

export const classesOf = ({ target_candidates }: Upload, target: string | null) =>
  target_candidates.find(({ name }) => name === target)?.classes ?? []

const MEANINGS: { words: RegExp; dispositions: string[] }[] = [
  { words: /^(confirmed|confirmed planet|planet|cp|true|yes|1)$/i, dispositions: ['CONFIRMED', 'CP'] },
  { words: /^(known planet|kp)$/i, dispositions: ['KP', 'CONFIRMED'] },
  {
    words: /^(false positive|fp|eclipse|eclipsing binary|eb|binary|no planet|not a planet|false|no|0)$/i,
    dispositions: ['FALSE POSITIVE', 'FP'],
  },
  { words: /^(candidate|pc|planet candidate)$/i, dispositions: ['CANDIDATE', 'PC'] },
]

/** The disposition that an own class most likely is. */
function dispositionOf(name: string, dispositions: string[]): string | undefined {
  const same = dispositions.find((disposition) => disposition.toLowerCase() === name.toLowerCase())
  const meant = MEANINGS.find(({ words }) => words.test(name.trim().replaceAll('_', ' ')))
  return same ?? meant?.dispositions.find((disposition) => dispositions.includes(disposition))
}

export const proposedClasses = (classes: string[], dispositions: string[]): Record<string, string> =>
  Object.fromEntries(
    classes.flatMap((name) => {
      const disposition = dispositionOf(name, dispositions)
      return disposition ? [[name, disposition]] : []
    }),
  )

/** Why nothing can be asked yet. */
export function blockedBecause({ dataset, target, object, classMap }: ExtensionDraft): string | null {
  if (!dataset) return 'Choose a catalogue first.'
  if (!target) return 'Say which column holds the verdict.'
  if (!object) return 'Say which column names the object.'
  return Object.keys(classMap).length === 0 ? 'Say what at least one of your classes means.' : null
}

interface Mapped {
  columnMap: Readonly<Record<string, string>>
  units: Readonly<Record<string, string>>
}

export const toRequest = (
  uploadId: string,
  draft: ExtensionDraft,
  { columnMap, units }: Mapped,
): Omit<ExtensionRequest, 'confirm'> => ({
  upload_id: uploadId,
  snapshot: draft.snapshot,
  target: draft.target ?? '',
  host: draft.host,
  object_name: draft.object,
  column_map: { ...columnMap },
  units: { ...units },
  class_map: { ...draft.classMap },
})
