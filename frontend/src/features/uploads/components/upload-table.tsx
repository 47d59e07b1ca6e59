import type { Upload } from '@/client/wire'
import { FileDrop } from '@/components/ui/file-drop'
import { Notice } from '@/components/ui/notice'
import { ProblemList } from '@/components/ui/problem-list'
import { formatBytes } from '@/lib/files'
import { countOf } from '@/lib/format'
import { messageOf } from '@/lib/messages'
import { useUploadFile } from '../api/upload-file'

function understoodText({ columns }: Upload) {
  const understood = columns.filter(({ proposal }) => proposal !== null).length
  return understood === 0
    ? 'None of them goes by a name that the missions share; the next step lets you say what they are.'
    : `${countOf(understood, 'of them is', 'of them are')} understood as one that the missions share; check that in the next step.`
}

/** Takes a person's own table and says what was read. */
export function UploadTable({ onUploaded }: { onUploaded: (upload: Upload) => void }) {
  const upload = useUploadFile()
  const file = upload.variables
  return (
    <div className="stack">
      <FileDrop
        label="Or drop your own table here"
        hint="CSV, also gzipped, Parquet or IPAC, with one column that holds the answer."
        isBusy={upload.isPending}
        busyText={file && `Reading ${file.name} (${formatBytes(file.size)})…`}
        onFile={(chosen) => upload.mutate(chosen, { onSuccess: onUploaded })}
      />
      {upload.error && (
        <Notice tone="bad" title={`${file?.name ?? 'The file'} was not accepted`} live>
          <p>{messageOf(upload.error)}</p>
        </Notice>
      )}
      {upload.data && (
        <>
          <Notice tone="good" title={`${upload.data.filename} was read`} live>
            <p>
              {countOf(upload.data.rows, 'row')}, {countOf(upload.data.columns.length, 'column')}.{' '}
              {understoodText(upload.data)}
            </p>
          </Notice>
          <ProblemList
            problems={upload.data.problems}
            consequence="The cells listed here were read as missing; all other cells are used."
          />
        </>
      )}
    </div>
  )
}
