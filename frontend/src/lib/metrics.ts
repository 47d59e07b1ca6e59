interface MetricWords {
  title: string
  help: string
}

const METRICS: Record<string, MetricWords> = {
  accuracy: { title: 'Accuracy', help: 'Share of objects whose class was told right. 1 is perfect.' },
  balanced_accuracy: {
    title: 'Balanced accuracy',
    help: 'Mean of the shares told right within each class, so that a large class cannot hide a small one.',
  },
  macro_f1: { title: 'Macro F1', help: 'Balance of precision and recall, averaged over the classes.' },
  roc_auc: {
    title: 'ROC AUC',
    help: 'Chance that a random object of the wanted class is ranked above one of the other. 0.5 is guessing.',
  },
  pr_auc: {
    title: 'PR AUC',
    help: 'Mean precision over all recalls; harder than ROC AUC when the wanted class is rare.',
  },
  log_loss: { title: 'Log-loss', help: 'How surprised the probabilities are by the truth. Lower is better.' },
  brier: { title: 'Brier score', help: 'Mean squared distance of probability and truth. Lower is better.' },
  ece: {
    title: 'Calibration error',
    help: 'Mean gap between the stated probability and the observed share. Lower is better.',
  },
  precision: { title: 'Precision', help: 'Of the objects called so, the share that are.' },
  recall: { title: 'Recall', help: 'Of the objects that are so, the share that was found.' },
  f1: { title: 'F1', help: 'Balance of precision and recall.' },
  support: { title: 'Objects', help: 'Objects of this class.' },
}

export const metricTitle = (name: string) => METRICS[name]?.title ?? name
export const metricHelp = (name: string) => METRICS[name]?.help ?? ''
