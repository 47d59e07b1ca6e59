import { fireEvent, screen } from '@testing-library/react'
import type { Prediction } from '@/client/wire'
import { serve, show } from '@/testing/render'
import { form } from '@/testing/samples'
import { WhatIf } from './what-if'

const judged = {
  prediction: 'PLANET',
  probability: 0.97,
  probabilities: { PLANET: 0.97, 'FALSE POSITIVE': 0.03 },
} as unknown as Prediction
const moved = { ...judged, prediction: 'FALSE POSITIVE', probabilities: { PLANET: 0.2, 'FALSE POSITIVE': 0.8 } }
const period = { ...form.features[0]!, share: 0.4, low: 1, high: 100 }
const row = { koi_period: 10, koi_prad: 2 }

test('the answer follows a slider, and the object can be put back or judged as it is', async () => {
  const calls = serve(() => ({ data: { session_id: 'S1', run_id: 'R1', predictions: [moved] } }))
  const onApply = vi.fn()
  const { user } = show(<WhatIf form={{ ...form, features: [period] }} row={row} judged={judged} onApply={onApply} />)
  expect(screen.getByRole('button', { name: 'Put back' })).toBeDisabled()
  fireEvent.change(screen.getByRole('slider', { name: 'Orbital Period' }), { target: { value: '1000' } })
  expect(await screen.findByText(/−77\.0 points/)).toBeInTheDocument()
  expect(calls.at(-1)!.body).toEqual({ session_id: 'S1', rows: [{ koi_period: 100, koi_prad: 2 }], explain: false })
  await user.click(screen.getByRole('button', { name: 'Judge this object' }))
  expect(onApply).toHaveBeenCalledWith({ koi_period: 100 })
  await user.click(screen.getByRole('button', { name: 'Put back' }))
  expect(screen.getByText(/\+0\.0 points/)).toBeInTheDocument()
})

test('without a range there is nothing to slide', () => {
  show(<WhatIf form={form} row={row} judged={judged} onApply={() => {}} />)
  expect(screen.queryByText('What if?')).not.toBeInTheDocument()
})
