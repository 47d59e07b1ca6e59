import { screen } from '@testing-library/react'
import { useState } from 'react'
import { plane } from '@/testing/evaluation-samples'
import { serve, show } from '@/testing/render'
import type { ReliabilityAsked } from '../api/get-reliability'
import { Trust } from './trust'

const metrics = { accuracy: { value: 0.97, low: 0.96, high: 0.98 }, precision: { value: 0.9, low: 0.88, high: 0.92 } }
const right = { hits: 19, objects: 20, enough: true, share: { value: 0.95, low: 0.85, high: 1 } }
const section = {
  positive: 'PLANET',
  threshold: null,
  plane,
  remark: null,
  fewest: 10,
  classes: [{ name: 'PLANET', objects: 20, hosts: 19, claimed: 21, metrics }],
  missions: [],
  verdicts: [{ name: 'CONFIRMED', truth: 'PLANET', hosts: 19, right }],
  without_verdict: [],
  reasons: [],
}

function Page() {
  const [asked, setAsked] = useState<ReliabilityAsked>({})
  return <Trust sessionId="S1" classes={['FALSE POSITIVE', 'PLANET']} asked={asked} onAsk={setAsked} />
}

test('shares found and right stand over the plane, by class and by verdict', async () => {
  serve(() => ({ data: section }))
  const { user } = show(<Page />)
  expect(await screen.findByRole('heading', { name: 'Completeness' })).toBeInTheDocument()
  expect(screen.getByText(/Of all true PLANET objects in a cell/)).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /^CONFIRMED/ })).toHaveTextContent('95.0 % (85 to 100)')
  expect(screen.queryByText('By mission')).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Table of Reliability' }))
  expect(screen.getByRole('row', { name: /^below 10; below 2/ })).toHaveTextContent('95.0 % (85 to 100)')
})

test('another class and another threshold are asked of the server', async () => {
  const calls = serve(() => ({ data: { ...section, remark: 'Few objects are claimed.' } }))
  const { user } = show(<Page />)
  expect(await screen.findByText('Few objects are claimed.')).toBeInTheDocument()
  await user.click(screen.getByRole('combobox', { name: 'Which class' }))
  await user.click(screen.getByRole('option', { name: 'FALSE POSITIVE' }))
  await vi.waitFor(() => expect(calls.at(-1)!.query).toMatchObject({ positive: 'FALSE POSITIVE' }))
  await user.type(screen.getByLabelText('Claimed from'), '9')
  await vi.waitFor(() => expect(calls.at(-1)!.query).toMatchObject({ threshold: '0.09' }))
})

test('a failure is said, and may be tried again', async () => {
  serve(() => ({ status: 500, error: 'The held-out answers cannot be read.' }))
  show(<Page />)
  expect(await screen.findByText('The held-out answers cannot be read.')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument()
})
