import { asCurl, asPython, asPythonValue, type ApiCall } from './snippets'

const ORIGIN = 'https://exo.example'
const step: ApiCall = {
  title: 'Choose the data',
  method: 'POST',
  path: '/select',
  body: { session_id: 'S', config_type: 'data_source', dataset: "Kepler's", task: null },
}

test('a call reads as a shell takes it, with apostrophes held', () => {
  expect(asCurl(step, ORIGIN)).toBe(
    `curl -s 'https://exo.example/select' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"session_id":"S","config_type":"data_source","dataset":"Kepler'\\''s","task":null}'`,
  )
  expect(asCurl({ title: '', method: 'GET', path: '/training', query: { session_id: 'S' } }, ORIGIN)).toBe(
    `curl -s 'https://exo.example/training?session_id=S'`,
  )
  expect(
    asCurl({ title: '', method: 'POST', path: '/predict', body: { session_id: 'S' }, file: 'mine.csv' }, ORIGIN),
  ).toContain(`-F 'session_id=S' \\\n  -F 'file=@mine.csv'`)
})

test('values become Python, nested ones too', () => {
  expect(asPythonValue({ a: [1, true, null], b: {} })).toBe('{\n    "a": [1, True, None],\n    "b": {},\n}')
})

test('all calls make one script', () => {
  const script = asPython(
    [step, { title: 'Look', method: 'GET', path: '/training', query: { session_id: 'S' } }],
    ORIGIN,
  )
  expect(script).toContain('import requests')
  expect(script).toContain('requests.post(f"{API}/select", json={')
  expect(script).toContain('"task": None')
  expect(script.match(/raise_for_status/g)).toHaveLength(2)
})
