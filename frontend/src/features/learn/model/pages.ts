import type { LearnPage } from '@/config/paths'

/** The Learn pages, in the order in which they are best read. */
export const PAGES: { page: LearnPage; title: string; short: string; about: string }[] = [
  {
    page: 'transit',
    title: 'What is a transit?',
    short: 'Transit',
    about: 'Turn the size of a planet, its path and its year, and watch the light of its star dip.',
  },
  {
    page: 'columns',
    title: 'What does each column mean?',
    short: 'Columns',
    about: 'Every column of every catalogue, with its unit, its role and why a model may or may not see it.',
  },
  {
    page: 'stars',
    title: 'Why are whole stars held out?',
    short: 'Stars',
    about: 'Planets of one star are siblings. See what a careless split would let the model recognise.',
  },
  {
    page: 'leaks',
    title: 'The leak lab',
    short: 'Leak lab',
    about: 'Give the model a column that knows the answer, watch the score jump, and see why it is worthless.',
  },
  {
    page: 'scores',
    title: 'What do the scores mean?',
    short: 'Scores',
    about: 'Accuracy, ROC AUC, log-loss and the others: one sentence, a unit and a range for each.',
  },
]
