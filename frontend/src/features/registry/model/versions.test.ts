import { version } from '@/testing/registry-samples'
import { differencesOf } from './versions'

test('versions that are alike differ in nothing', () => {
  expect(differencesOf(version(1), version(2))).toEqual([])
})

test('only what differs is told, columns among it', () => {
  const other = version(2, { title: 'Random forest', features: ['koi_prad', 'koi_teq'] })
  expect(differencesOf(version(1), other)).toEqual([
    { title: 'Family', this: 'LightGBM', other: 'Random forest' },
    { title: 'Columns that the other lacks', this: 'koi_period', other: 'koi_teq' },
  ])
})
