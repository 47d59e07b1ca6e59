import { selection } from '@/testing/samples'
import { asCurl } from '@/lib/snippets'
import { selectCalls } from './api-calls'

test('the saved steps can be taken again from a shell, without what was left to its default', () => {
  const calls = selectCalls(
    selection({ data_source: { data_source: 'nasa', dataset: 'kepler', snapshot: null } as never, features: null }),
  )
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /select', 'GET /select'])
  expect(asCurl(calls[0]!, 'http://here')).toContain('"config_type":"data_source"')
  expect(asCurl(calls[0]!, 'http://here')).not.toContain('snapshot')
})
