import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { refresh } from '@/testing/dataset-samples'
import { serve, show } from '@/testing/render'
import { useRefresh } from './get-refresh'

test('a new table makes everything known about catalogues be asked for again, once', async () => {
  let asked = 0
  serve(() => ({ data: refresh((asked += 1) < 2 ? {} : { state: 'done', outcome: 'new' }) }))
  const getDatasets = vi.fn().mockResolvedValue(['kepler'])
  function Page() {
    useQuery({ queryKey: ['datasets'], queryFn: getDatasets, staleTime: Infinity })
    return <p>{useRefresh('F1').data?.state}</p>
  }
  show(<Page />)
  expect(await screen.findByText('done', {}, { timeout: 4000 })).toBeInTheDocument()
  expect(getDatasets).toHaveBeenCalledTimes(2)
})
