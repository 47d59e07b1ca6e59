const TABLE_NAME = /\.(csv|tsv|txt|tbl|parquet|pq)(\.gz)?$/i

export interface FileCheck {
  file: File | null
  problem: string | null
}

const refuse = (problem: string): FileCheck => ({ file: null, problem })

/** Judges a dropped file by its name and size alone; what is inside, the server reads. */
export function checkFile(files: ArrayLike<File> | null): FileCheck {
  const [file, second] = Array.from(files ?? [])
  if (!file) return refuse('Nothing was dropped. Drop a table file, or choose one.')
  if (second) return refuse(`${files?.length} files were dropped, but one table is read at a time. Drop a single file.`)
  if (!TABLE_NAME.test(file.name))
    return refuse(
      `“${file.name}” is not a table by its name. Use CSV (.csv, .tsv, .txt, also .gz), Parquet (.parquet) or IPAC (.tbl); a spreadsheet can be saved as CSV.`,
    )
  if (file.size === 0) return refuse(`“${file.name}” is empty. Choose a file with a header line and at least one row.`)
  return { file, problem: null }
}

const UNITS = ['B', 'kB', 'MB', 'GB']

/** A file's size in decimal units: 2.8 MB. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const scaled = bytes / 1000 ** power
  return `${scaled.toFixed(power === 0 || scaled >= 100 ? 0 : 1)}\u00a0${UNITS[power]}`
}

/** Hands a text to the browser as a file to be kept. */
export const saveText = (name: string, type: string, text: string) =>
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }))

/** Hands what the server sent to the browser as a file to be kept. */
export function saveBlob(name: string, blob: Blob) {
  const address = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}
