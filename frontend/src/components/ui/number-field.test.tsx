import { screen } from '@testing-library/react'
import { useState } from 'react'
import { show } from '@/testing/render'
import { NumberField } from './number-field'

function Field({ onValue }: { onValue: (value: number | null) => void }) {
  const [value, setValue] = useState<number | null>(null)
  const change = (next: number | null) => {
    setValue(next)
    onValue(next)
  }
  return (
    <>
      <NumberField label="Radius" value={value} onChange={change} />
      <button onClick={() => change(7)}>Seven</button>
    </>
  )
}

test.each(['9.5', '-1.25', '0.05'])('%s can be typed', async (typed) => {
  const onValue = vi.fn()
  const { user } = show(<Field onValue={onValue} />)
  await user.type(screen.getByLabelText('Radius'), typed)
  expect(onValue).toHaveBeenLastCalledWith(Number(typed))
  expect(screen.getByLabelText('Radius')).toHaveValue(typed)
})

test('an emptied field holds none, and a value from elsewhere replaces what was typed', async () => {
  const onValue = vi.fn()
  const { user } = show(<Field onValue={onValue} />)
  await user.type(screen.getByLabelText('Radius'), '3.')
  await user.click(screen.getByRole('button', { name: 'Seven' }))
  expect(screen.getByLabelText('Radius')).toHaveValue('7')
  await user.clear(screen.getByLabelText('Radius'))
  expect(onValue).toHaveBeenLastCalledWith(null)
})
