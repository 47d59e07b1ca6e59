import { ApiError } from '@/client/api-error'
import { fieldProblems } from './field-problems'

test('each field has its first problem', () => {
  const fields = [
    { field: 'units.depth', message: 'No such unit.' },
    { field: 'units.depth', message: 'Another one.' },
    { field: 'target', message: 'No such column.' },
  ]
  const error = new ApiError('Two fields are wrong.', 'invalid_fields', 422, fields)
  expect(fieldProblems(error)).toEqual({ 'units.depth': 'No such unit.', target: 'No such column.' })
})

test('what names no field has none', () => {
  expect(fieldProblems(new Error('x'))).toEqual({})
  expect(fieldProblems(null)).toEqual({})
})
