import { rememberedPrice, rememberPrice } from './remembered'

test('the last study of each session is known again', () => {
  rememberPrice('S1', 'A')
  rememberPrice('S2', 'B')
  rememberPrice('S1', 'C')
  expect([rememberedPrice('S1'), rememberedPrice('S2'), rememberedPrice('S3')]).toEqual(['C', 'B', null])
})

test.each(['{', '{"a": 1}', '[["S1"]]', '[3]'])('damaged storage (%s) is nothing remembered', (text) => {
  localStorage.setItem('exoplanet.prices', text)
  expect(rememberedPrice('S1')).toBeNull()
})

test('a storage that refuses is lived without', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  rememberPrice('S1', 'A')
  expect(rememberedPrice('S1')).toBeNull()
  vi.restoreAllMocks()
})
