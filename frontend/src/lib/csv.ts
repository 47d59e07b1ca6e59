type Cell = string | number | boolean | null | undefined

function quoted(cell: Cell): string {
  const text = String(cell ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as CSV (RFC 4180); what is missing is an empty cell. */
export const toCsv = (rows: Cell[][]) => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
