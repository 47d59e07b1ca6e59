/** A call of the API, as a page made it. */
export interface ApiCall {
  /** What it does, in words. */
  title: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string | number>
  body?: unknown
  /** Sent as a form with a file in place of JSON. */
  file?: string
}

const address = (origin: string, { path, query }: ApiCall) => {
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
  ).toString()
  return `${origin}${path}${search && `?${search}`}`
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The call for a shell. */
export function asCurl(call: ApiCall, origin: string): string {
  const method =
    call.method === 'GET' || (call.method === 'POST' && (call.body !== undefined || call.file))
      ? ''
      : ` -X ${call.method}`
  const lines = [`curl -s${method} ${quoted(address(origin, call))}`]
  if (call.file) {
    lines.push(
      ...Object.entries((call.body ?? {}) as object).map(([name, value]) => `-F ${quoted(`${name}=${value}`)}`),
    )
    lines.push(`-F ${quoted(`file=@${call.file}`)}`)
  } else if (call.body !== undefined) {
    lines.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(call.body))}`)
  }
  return lines.join(' \\\n  ')
}

/** A value of JSON as Python writes it. */
export function asPythonValue(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  const inner = `${indent}    `
  if (Array.isArray(value)) return `[${value.map((item) => asPythonValue(item, inner)).join(', ')}]`
  const pairs = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${asPythonValue(item, inner)},`,
  )
  return pairs.length === 0 ? '{}' : `{\n${pairs.join('\n')}\n${indent}}`
}

/** All calls as one script that needs only the requests package. */
export function asPython(calls: ApiCall[], origin: string): string {
  const told = calls.map((call) => {
    const parts = [`f"{API}${call.path}"`]
    if (call.query) parts.push(`params=${asPythonValue(call.query)}`)
    if (call.file)
      parts.push(`data=${asPythonValue(call.body ?? {})}`, `files={"file": open(${JSON.stringify(call.file)}, "rb")}`)
    else if (call.body !== undefined) parts.push(`json=${asPythonValue(call.body)}`)
    return `# ${call.title}\nanswer = requests.${call.method.toLowerCase()}(${parts.join(', ')})\nanswer.raise_for_status()\nprint(answer.json()["data"])`
  })
  return [`import requests\n\nAPI = ${JSON.stringify(origin)}`, ...told].join('\n\n')
}
