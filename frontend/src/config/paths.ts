export const STEPS = ['data', 'features', 'model', 'evaluation'] as const
export type Step = (typeof STEPS)[number]

export const STEP_TITLES: Record<Step, string> = {
  data: 'Data',
  features: 'Features',
  model: 'Model',
  evaluation: 'Evaluation',
}

/** Route patterns, below /app. */
export const paths = {
  home: '/',
  session: '/sessions/:id',
  selectStart: '/sessions/:id/select',
  select: '/sessions/:id/select/:step',
  training: '/sessions/:id/training',
  result: '/sessions/:id/result',
  compare: '/sessions/:id/result/compare',
  predict: '/sessions/:id/predict',
  datasets: '/datasets',
  dataset: '/datasets/:name',
  dossier: '/datasets/:name/objects/:object',
  habitability: '/habitability',
  models: '/models',
  model: '/models/:name',
  learn: '/learn',
  learnTransit: '/learn/transit',
  learnColumns: '/learn/columns',
  learnStars: '/learn/stars',
  learnLeaks: '/learn/leaks',
  learnScores: '/learn/scores',
  health: '/health',
} as const

const withSearch = (path: string, search: Record<string, string>) => {
  const query = new URLSearchParams(search).toString()
  return `${path}${query && `?${query}`}`
}
const session = (id: string) => `/sessions/${encodeURIComponent(id)}`

export const LEARN_PAGES = ['transit', 'columns', 'stars', 'leaks', 'scores'] as const
export type LearnPage = (typeof LEARN_PAGES)[number]

/** Links; every screen is a permalink with the session in it. */
export const to = {
  home: () => '/',
  health: () => '/health',
  datasets: () => '/datasets',
  dataset: (name: string, search: Record<string, string> = {}) =>
    withSearch(`/datasets/${encodeURIComponent(name)}`, search),
  dossier: (name: string, object: string, search: Record<string, string> = {}) =>
    withSearch(`/datasets/${encodeURIComponent(name)}/objects/${encodeURIComponent(object)}`, search),
  models: () => '/models',
  model: (name: string, search: Record<string, string> = {}) =>
    withSearch(`/models/${encodeURIComponent(name)}`, search),
  habitability: (search: Record<string, string> = {}) => withSearch('/habitability', search),
  learn: (page?: LearnPage, search: Record<string, string> = {}) =>
    withSearch(page ? `/learn/${page}` : '/learn', search),
  select: (id: string, step: Step = 'data') => `${session(id)}/select/${step}`,
  training: (id: string) => `${session(id)}/training`,
  result: (id: string, search: Record<string, string> = {}) => withSearch(`${session(id)}/result`, search),
  compare: (id: string, search: Record<string, string> = {}) => withSearch(`${session(id)}/result/compare`, search),
  predict: (id: string, search: Record<string, string> = {}) => withSearch(`${session(id)}/predict`, search),
}
