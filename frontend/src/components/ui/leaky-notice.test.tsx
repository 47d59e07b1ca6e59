import { screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { LeakyNotice } from './leaky-notice'

test.each([
  [true, 1],
  [false, 0],
])('a model with leaks (%s) is marked %i times', (isLeaky, marks) => {
  show(<LeakyNotice isLeaky={isLeaky} />)
  expect(screen.queryAllByText('A leaky model')).toHaveLength(marks)
})
