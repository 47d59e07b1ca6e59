import { screen } from '@testing-library/react'
import { METRICS } from '@/lib/metrics'
import { show } from '@/testing/render'
import { Explained, Metric } from './explained'

test('a score is explained with its unit to those who hear and, at the focus, to those who see', async () => {
  const { user } = show(<Metric name="log_loss" />)
  const term = screen.getByRole('button', { name: 'Log-loss' })
  expect(term).toHaveAccessibleDescription(/Lower is better\. Unit: nats for each object\./)
  await user.tab()
  expect(await screen.findByRole('tooltip')).toHaveTextContent('surprised')
})

test('what has no explanation stays a plain word', () => {
  show(<Explained help="">Row</Explained>)
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})

test('every score has a sentence, a unit and a range', () => {
  for (const { help, unit, range } of Object.values(METRICS)) expect([help, unit, range].every(Boolean)).toBe(true)
})
