import { CloseButton, FileButton } from '@mantine/core'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { t } from '../../text/seldom.ts'
import { percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './import.module.css'
import { useSendings } from './uploads.ts'

const accepted = '.csv,.tsv,.txt,.json,text/csv,text/tab-separated-values,text/plain,application/json'

/** Everything within takes dropped files. */
export function DropTarget({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const carriesFiles = (event: React.DragEvent) => event.dataTransfer.types.includes('Files')
  return (
    <div
      className={classes.target}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
    >
      {children}
      {over && (
        <div className={classes.veil} aria-hidden>
          {t('import.dropHere')}
        </div>
      )}
    </div>
  )
}

export function ChooseFiles({
  onFiles,
  label,
  filled,
}: {
  onFiles: (files: File[]) => void
  label: string
  filled?: true
}) {
  return (
    <FileButton multiple accept={accepted} onChange={(files) => files.length > 0 && onFiles(files)}>
      {(props) => (
        <Button {...props} variant={filled ? 'filled' : 'default'}>
          {label}
        </Button>
      )}
    </FileButton>
  )
}

/** What is on its way to the server, with how much of it has gone. */
export function Sendings() {
  const sendings = useSendings()
  const manner = useManner()
  if (sendings.length === 0) return null
  return (
    <ul className={classes.sendings}>
      {sendings.map(({ key, name, sent, stop }) => (
        <li key={key} className={classes.sending}>
          <span className={classes.fileName} title={name}>
            {t('import.sending', { name })}
          </span>
          <progress max={1} value={sent} aria-label={t('import.sending', { name })} />
          <span className={classes.figure}>{percent(sent, manner, 0)}</span>
          <CloseButton aria-label={t('import.stopSending', { name })} onClick={stop} />
        </li>
      ))}
    </ul>
  )
}
