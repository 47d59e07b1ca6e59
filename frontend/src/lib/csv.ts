type Cell = string | number | boolean | null | undefined

/** Text that a spreadsheet would run as a formula begins with an apostrophe; numbers stay numbers. */
const escaped = (cell: Cell) =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : String(cell ?? '')

function quoted(cell: Cell): string {
  const text = escaped(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as CSV (RFC 4180); what is missing is an empty cell. */
export const toCsv = (rows: Cell[][]) => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
