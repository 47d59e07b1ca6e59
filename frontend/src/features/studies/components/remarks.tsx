import type { CodedText } from '@/client/wire'
import { Notice } from '@/components/ui/notice'

/** What a measurement could not do as asked. */
export function Remarks({ remarks }: { remarks: CodedText[] }) {
  if (remarks.length === 0) return null
  return (
    <Notice tone="info" title="To be read with it">
      <ul>
        {remarks.map(({ code, text }) => (
          <li key={code + text}>{text}</li>
        ))}
      </ul>
    </Notice>
  )
}
