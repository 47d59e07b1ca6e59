import { fireEvent, screen } from '@testing-library/react'
import { show } from '@/testing/render'
import { FileDrop } from './file-drop'

const open = () => {
  const onFile = vi.fn()
  return { onFile, ...show(<FileDrop label="Drop a table here" hint="CSV" onFile={onFile} />) }
}
const input = () => screen.getByLabelText('Drop a table here')

test('a CSV is taken whatever type the browser reports', async () => {
  const { onFile, user } = open()
  const file = new File(['a\n1'], 'koi.csv', { type: 'application/vnd.ms-excel' })
  await user.upload(input(), file)
  expect(onFile).toHaveBeenCalledWith(file)
})

test('a dropped picture is refused in words', () => {
  const { onFile } = open()
  fireEvent.drop(input().parentElement!, {
    dataTransfer: { files: [new File(['x'], 'sky.png', { type: 'image/png' })] },
  })
  expect(screen.getByRole('alert')).toHaveTextContent('sky.png')
  expect(onFile).not.toHaveBeenCalled()
})
