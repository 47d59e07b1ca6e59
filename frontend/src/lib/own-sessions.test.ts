import { forgetSession, ownSessionIds, rememberSession } from './own-sessions'

test('sessions are kept newest first, each once', () => {
  for (const id of ['a', 'b', 'a']) rememberSession(id)
  expect(ownSessionIds()).toEqual(['a', 'b'])
})

test('a forgotten session is gone', () => {
  rememberSession('a')
  forgetSession('a')
  expect(ownSessionIds()).toEqual([])
})

test('a damaged storage is an empty list; a blocked one lasts until the page is closed', () => {
  localStorage.setItem('exoplanet.sessions', '{not json')
  expect(ownSessionIds()).toEqual([])
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('blocked')
    },
    setItem: () => {
      throw new Error('blocked')
    },
    clear: () => {},
  })
  rememberSession('a')
  expect(ownSessionIds()).toEqual(['a'])
})
