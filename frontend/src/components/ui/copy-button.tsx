import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'

interface Props {
  /** What is copied. */
  text: string
  /** What it is, in words: "the citation". */
  what: string
  label?: string
  size?: 'compact-xs' | 'compact-sm'
}

/** Puts a text on the clipboard and says that it did. */
export function CopyButton({ text, what, label = 'Copy', size = 'compact-xs' }: Props) {
  const { copy, copied, error } = useClipboard({ timeout: 2000 })
  return (
    <>
      <Button size={size} variant="default" onClick={() => copy(text)} aria-label={`Copy ${what}`}>
        {copied ? 'Copied' : label}
      </Button>
      <span className="visually-hidden" role="status">
        {copied ? `Copied ${what}` : ''}
      </span>
      {error && <span className="small dim"> The browser refused; mark the text and copy it by hand.</span>}
    </>
  )
}
