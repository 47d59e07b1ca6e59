// Fails when the script of a first visit (entry, what it imports, and the route it opens) passes 300 kB gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 300
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)

const withImports = (key, seen = new Set()) => {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) withImports(next, seen)
  return seen
}
const gzippedKb = (key) => gzipSync(readFileSync(new URL(manifest[key].file, dist))).length / 1000
const total = (keys) => [...keys].reduce((sum, key) => sum + gzippedKb(key), 0)

const base = withImports(entry)
const routes = (manifest[entry].dynamicImports ?? []).filter((key) => key.includes('/routes/'))
const loads = routes.map((key) => [key, total(withImports(key, new Set(base)))]).sort((a, b) => b[1] - a[1])
console.log(`base ${total(base).toFixed(1)} kB gzipped`)
for (const [key, size] of loads) console.log(`${key}: first load ${size.toFixed(1)} kB gzipped`)

const worst = Math.max(total(base), ...loads.map(([, size]) => size))
if (worst > LIMIT_KB) {
  console.error(`First load is ${worst.toFixed(1)} kB gzipped; the limit is ${LIMIT_KB} kB. Load more of it lazily.`)
  process.exit(1)
}
console.log(`Within the limit of ${LIMIT_KB} kB.`)
