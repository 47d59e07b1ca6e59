/** What a score means: the one table that every screen and the Learn pages read. */
export interface MetricWords {
  title: string
  /** One sentence. */
  help: string
  /** What it is counted in. */
  unit: string
  best: 'higher' | 'lower' | 'neither'
  /** From where to where it goes. */
  range: string
}

const share = { unit: 'share, 0 to 1', best: 'higher', range: '0 to 1' } as const

export const METRICS: Record<string, MetricWords> = {
  accuracy: { ...share, title: 'Accuracy', help: 'Share of objects whose class was told right. 1 is perfect.' },
  balanced_accuracy: {
    ...share,
    title: 'Balanced accuracy',
    help: 'Mean of the shares told right within each class, so that a large class cannot hide a small one.',
  },
  macro_f1: { ...share, title: 'Macro F1', help: 'Balance of precision and recall, averaged over the classes.' },
  roc_auc: {
    title: 'ROC AUC',
    help: 'Chance that a random object of the wanted class is ranked above one of the other. 0.5 is guessing.',
    unit: 'chance, 0 to 1',
    best: 'higher',
    range: '0.5 (guessing) to 1',
  },
  pr_auc: {
    ...share,
    title: 'PR AUC',
    help: 'Mean precision over all recalls; harder than ROC AUC when the wanted class is rare.',
  },
  log_loss: {
    title: 'Log-loss',
    help: 'How surprised the probabilities are by the truth. Lower is better.',
    unit: 'nats for each object',
    best: 'lower',
    range: '0 to any size; 0.69 is a coin',
  },
  brier: {
    title: 'Brier score',
    help: 'Mean squared distance of probability and truth. Lower is better.',
    unit: 'squared probability',
    best: 'lower',
    range: '0 to 1; 0.25 is a coin',
  },
  ece: {
    title: 'Calibration error',
    help: 'Mean gap between the stated probability and the observed share. Lower is better.',
    unit: 'probability, 0 to 1',
    best: 'lower',
    range: '0 to 1',
  },
  precision: { ...share, title: 'Precision', help: 'Of the objects called so, the share that are.' },
  recall: { ...share, title: 'Recall', help: 'Of the objects that are so, the share that was found.' },
  f1: { ...share, title: 'F1', help: 'Balance of precision and recall.' },
  support: {
    title: 'Objects',
    help: 'Objects of this class.',
    unit: 'objects',
    best: 'neither',
    range: '1 and more',
  },
}

const BEST = { higher: 'Higher is better.', lower: 'Lower is better.', neither: '' } as const

export const metricTitle = (name: string) => METRICS[name]?.title ?? name
export const metricHelp = (name: string) => METRICS[name]?.help ?? ''

/** The sentence with its unit and direction, for the pointer and for screen readers. */
export function metricExplained(name: string): string {
  const words = METRICS[name]
  if (!words) return ''
  const direction = words.help.includes('is better') ? '' : BEST[words.best]
  return [words.help, direction, `Unit: ${words.unit}.`].filter(Boolean).join(' ')
}
