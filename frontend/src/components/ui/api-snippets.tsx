import { SegmentedControl } from '@mantine/core'
import { asCurl, asPython, type ApiCall } from '@/lib/snippets'
import { usePreference } from '@/lib/preferences'
import { CopyButton } from './copy-button'
import styles from './api-snippets.module.css'

const LANGUAGES = [
  { value: 'curl', label: 'curl' },
  { value: 'python', label: 'Python' },
]

/** What the page just did, to be done again without it. */
export function ApiSnippets({ calls }: { calls: ApiCall[] }) {
  const [language, setLanguage] = usePreference<string>('snippets', 'curl')
  const { origin } = window.location
  const text =
    language === 'python'
      ? asPython(calls, origin)
      : calls.map((call) => `# ${call.title}\n${asCurl(call, origin)}`).join('\n\n')
  return (
    <details className={styles.wrap} data-screen-only>
      <summary className={styles.summary}>Do this with the API</summary>
      <div className="stack-tight">
        <div className="row-apart">
          <SegmentedControl size="xs" aria-label="Language" data={LANGUAGES} value={language} onChange={setLanguage} />
          <CopyButton text={text} what={`the ${language === 'python' ? 'Python' : 'curl'} snippet`} />
        </div>
        <pre className={styles.code} role="region" aria-label="Snippet" tabIndex={0}>
          {text}
        </pre>
        <p className="small dim">
          The session’s id is the key to it: who has this snippet can change the session.{' '}
          <a href="/api/docs">All calls</a>
        </p>
      </div>
    </details>
  )
}
