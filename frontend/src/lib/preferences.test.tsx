import { act, renderHook } from '@testing-library/react'
import { useLastDataset, usePageSize } from './preferences'

afterEach(() => localStorage.clear())

test('a choice is kept, and every place that shows it follows', () => {
  const one = renderHook(() => usePageSize())
  const other = renderHook(() => usePageSize())
  act(() => one.result.current[1](50))
  expect(other.result.current[0]).toBe(50)
  expect(renderHook(() => usePageSize()).result.current[0]).toBe(50)
})

test('another tab’s choice arrives, and nonsense does not', () => {
  const { result } = renderHook(() => useLastDataset())
  localStorage.setItem('exoplanet.preference.dataset', '"tess"')
  act(() => void window.dispatchEvent(new StorageEvent('storage')))
  expect(result.current[0]).toBe('tess')
  localStorage.setItem('exoplanet.preference.dataset', '{broken')
  act(() => void window.dispatchEvent(new StorageEvent('storage')))
  expect(result.current[0]).toBe('kepler')
})
