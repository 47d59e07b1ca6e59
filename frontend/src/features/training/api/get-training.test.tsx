import { screen } from '@testing-library/react'
import { serve, show } from '@/testing/render'
import { training } from '@/testing/samples'
import { useTraining } from './get-training'

function State() {
  const { data, isError } = useTraining('S1')
  return (
    <p>
      {data?.state} {isError && 'lost'}
    </p>
  )
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('polling goes on while the run works and stops when it is over', async () => {
  let asked = 0
  const calls = serve(() => ({ data: training({ state: (asked += 1) < 3 ? 'training' : 'trained' }) }))
  show(<State />)
  expect(await screen.findByText('trained', {}, { timeout: 6000 })).toBeInTheDocument()
  const sofar = calls.length
  await pause(1500)
  expect(calls).toHaveLength(sofar)
})

test('one lost poll does not end the polling', async () => {
  let asked = 0
  serve(() => {
    asked += 1
    if (asked === 2) return Promise.reject(new TypeError('Failed to fetch'))
    return { data: training({ state: asked < 3 ? 'training' : 'trained' }) }
  })
  show(<State />)
  expect(await screen.findByText('training lost', {}, { timeout: 6000 })).toBeInTheDocument()
  expect(await screen.findByText('trained', {}, { timeout: 9000 })).toBeInTheDocument()
})

test('an unknown session is asked for once', async () => {
  const calls = serve(() => ({ status: 404, error: 'There is no session S1.', code: 'unknown_session' }))
  show(<State />)
  expect(await screen.findByText('lost', {}, { timeout: 4000 })).toBeInTheDocument()
  await pause(1500)
  expect(calls).toHaveLength(1)
})
