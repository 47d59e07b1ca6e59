import { useId, useRef, useState, type DragEvent } from 'react'
import { Button } from '@mantine/core'
import { checkFile } from '@/lib/files'
import { Notice } from './notice'
import styles from './file-drop.module.css'

interface Props {
  label: string
  hint: string
  isBusy?: boolean
  busyText?: string
  onFile: (file: File) => void
}

/** A place to drop a table, or to choose one; a wrong file is answered with words. */
export function FileDrop({ label, hint, isBusy = false, busyText, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const inputId = useId()

  const take = (files: FileList | null) => {
    const found = checkFile(files)
    setProblem(found.problem)
    if (found.file) onFile(found.file)
    if (input.current) input.current.value = ''
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    if (!input.current?.matches(':disabled')) take(event.dataTransfer.files)
  }
  return (
    <div className="stack-tight">
      <div
        className={styles.zone}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <label htmlFor={inputId} className={styles.label}>
          {label}
        </label>
        <p className="dim small">{hint}</p>
        {/* No accept list by MIME type: browsers disagree about what a CSV is. The name is checked, the server reads. */}
        <input
          id={inputId}
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          disabled={isBusy}
          onChange={(event) => take(event.target.files)}
        />
        <Button variant="default" loading={isBusy} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <p className="small" role="status">
          {isBusy ? busyText : ''}
        </p>
      </div>
      {problem && (
        <Notice tone="bad" title="This file cannot be used" live>
          <p>{problem}</p>
        </Notice>
      )}
    </div>
  )
}
