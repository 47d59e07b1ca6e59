import { screen } from '@testing-library/react'
import { selection } from '@/testing/samples'
import { show } from '@/testing/render'
import { Stepper } from './stepper'

test('only steps that may be entered are links', () => {
  show(
    <Stepper selection={selection({ data_source: { data_source: 'nasa', dataset: 'kepler' } })} current="features" />,
  )
  expect(screen.getByRole('link', { name: /Data \(saved\)/ })).toBeInTheDocument()
  expect(screen.getByRole('link', { name: /Features/ })).toHaveAttribute('aria-current', 'step')
  expect(screen.queryByRole('link', { name: /Model/ })).not.toBeInTheDocument()
  expect(screen.getByText('Model').parentElement).toHaveTextContent('locked until the steps before it are saved')
})
