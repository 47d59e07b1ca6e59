import { forgetEndedJobs, forgetJob, knownJobs, noteJob, type Job } from './jobs'

const job = (parts: Partial<Job> = {}): Job => ({
  kind: 'training',
  id: 'r1',
  session: 's1',
  title: 'Training',
  href: '/sessions/s1/training',
  state: 'queued',
  percent: 0,
  ...parts,
})

afterEach(() => localStorage.clear())

test('a job is known while it works, and its end is told once', () => {
  expect(noteJob(job())).toBeNull()
  expect(noteJob(job({ state: 'training', percent: 40.7, href: '/elsewhere' }))).toBeNull()
  expect(knownJobs()).toMatchObject([{ state: 'training', percent: 40, href: '/sessions/s1/training' }])
  expect(noteJob(job({ state: 'trained', percent: 100 }))).toMatchObject({ state: 'trained' })
  expect(noteJob(job({ state: 'trained', percent: 100 }))).toBeNull()
})

test('what had ended before it was ever seen is not news', () => {
  expect(noteJob(job({ state: 'failed' }))).toBeNull()
  expect(knownJobs()).toEqual([])
})

test('ended and gone jobs are put away; another tab’s jobs are seen', () => {
  noteJob(job())
  noteJob(job({ id: 'r2' }))
  noteJob(job({ id: 'r2', state: 'cancelled' }))
  forgetEndedJobs()
  expect(knownJobs().map(({ id }) => id)).toEqual(['r1'])
  forgetJob({ kind: 'training', id: 'r1' })
  localStorage.setItem('exoplanet.jobs', JSON.stringify([job({ id: 'other' }), { kind: 'nonsense' }]))
  expect(knownJobs().map(({ id }) => id)).toEqual(['other'])
})
