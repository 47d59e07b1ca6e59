import type { Dataset } from '@/client/wire'
import { CopyButton } from '@/components/ui/copy-button'
import styles from './citation.module.css'

/** What to cite and under which terms, to be copied. */
export function Citation({ dataset }: { dataset: Dataset }) {
  const texts = [
    { term: 'Cite as', what: 'the citation', text: dataset.citation },
    { term: 'Licence and acknowledgement', what: 'the licence', text: dataset.licence },
  ]
  return (
    <dl className={styles.list}>
      {texts.map(({ term, what, text }) => (
        <div key={term}>
          <dt className="row">
            {term} <CopyButton text={text} what={what} />
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
      <div>
        <dt>Columns at the source</dt>
        <dd>
          <a href={dataset.source_url} rel="noreferrer">
            {dataset.source_url}
          </a>
        </dd>
      </div>
    </dl>
  )
}
