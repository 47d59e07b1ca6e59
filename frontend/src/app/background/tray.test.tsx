import { screen, waitFor } from '@testing-library/react'
import { Toasts } from '@/components/ui/toasts'
import { knownJobs, noteJob } from '@/lib/jobs'
import { serve, show } from '@/testing/render'
import { Tray } from './tray'

const job = {
  kind: 'study' as const,
  id: 'x1',
  session: 's1',
  title: 'Learning curve',
  href: '/sessions/s1/result?tab=trust',
  state: 'running',
  percent: 40,
}

afterEach(() => localStorage.clear())

test('nothing is shown where nothing was begun', () => {
  show(<Tray />)
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})

test('work begun elsewhere is looked after, and its end is announced with the way to it', async () => {
  noteJob(job)
  let looks = 0
  serve(() => ({
    data: {
      study: 'learning_curve',
      study_id: 'x1',
      session_id: 's1',
      state: (looks += 1) > 1 ? 'done' : 'running',
      percent: 60,
    },
  }))
  const { user } = show(
    <>
      <Tray />
      <Toasts />
    </>,
    '/health',
  )
  expect(await screen.findByRole('button', { name: 'Background work: 1 job at work, 60 %' })).toBeInTheDocument()
  expect(await screen.findByText('Learning curve is done', {}, { timeout: 5000 })).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Look' })).toHaveAttribute('href', job.href)
  await user.click(screen.getByRole('button', { name: 'Background work: Nothing at work' }))
  await user.click(screen.getByRole('button', { name: 'Put away what has ended' }))
  expect(knownJobs()).toEqual([])
})

test('a job whose session is gone is forgotten', async () => {
  noteJob(job)
  serve(() => ({ status: 404, error: 'no such study', code: 'unknown_study' }))
  show(<Tray />)
  await waitFor(() => expect(knownJobs()).toEqual([]))
})
