import { Button, CloseButton, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { FileField } from '../../../contract/records/field.ts'
import { mediaTypesOf, type FileValue } from '../../../contract/records/file.ts'
import { t } from '../../text/pages.ts'
import { percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { FileRow } from './file-row.tsx'
import classes from './files.module.css'
import { useSendings, type Sending } from './sending.ts'

/** A file on its way: how far, or why not, and what to do about it. */
function SendingRow({ sending }: { sending: Sending }) {
  const manner = useManner()
  const { name, sent, waits, reason, stop, again } = sending
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.name} title={name}>
          {name}
        </span>
        {reason === null ? (
          <progress
            className={classes.progress}
            max={1}
            value={sent}
            aria-label={t('files.sending', { name })}
          />
        ) : null}
        <span className={reason === null ? classes.size : classes.reason} role={reason ? 'alert' : undefined}>
          {reason ?? (waits ? t('files.waits') : percent(sent, manner, 0))}
        </span>
      </span>
      {reason !== null && again && (
        <Button size="compact-sm" onClick={again}>
          {t('ui.tryAgain')}
        </Button>
      )}
      <CloseButton aria-label={t('files.stopOf', { name })} onClick={stop} />
    </li>
  )
}

interface FilesInputProps {
  field: FileField
  label: string
  /** Where its files on the way are kept. */
  place: string
  files: readonly FileValue[]
  onFiles: (files: File[]) => void
  onRemove: (file: FileValue) => void
  autoFocus?: boolean | undefined
}

/** The files of a field: chosen, dropped or pasted here, shown, and taken away again. */
export function FilesInput({ field, label, place, files, onFiles, onRemove, autoFocus }: FilesInputProps) {
  const sendings = useSendings(place)
  const [over, setOver] = useState(false)
  const target = useRef<HTMLDivElement>(null)
  const many = field.type === 'files'
  const take = (chosen: Iterable<File>) => {
    const all = [...chosen]
    if (all.length > 0) onFiles(many ? all : all.slice(0, 1))
  }
  const carriesFiles = (event: React.DragEvent) => event.dataTransfer.types.includes('Files')
  const removed = (file: FileValue) => {
    onRemove(file)
    // The button that was pressed goes with its file.
    requestAnimationFrame(() => target.current?.querySelector<HTMLElement>('button[data-add]')?.focus())
  }
  return (
    <div
      ref={target}
      className={classes.input}
      data-over={over || undefined}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return
        event.preventDefault()
        take(event.clipboardData.files)
      }}
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
        event.stopPropagation()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <div role="group" aria-label={label}>
        {files.length + sendings.length > 0 && (
          <ul className={classes.list}>
            {files.map((file) => (
              <FileRow key={file.id} file={file} onRemove={() => removed(file)} />
            ))}
            {sendings.map((sending) => (
              <SendingRow key={sending.key} sending={sending} />
            ))}
          </ul>
        )}
        <div className={classes.add}>
          <FileButton
            multiple={many}
            accept={mediaTypesOf(field)?.join(',') ?? ''}
            onChange={(chosen: File | File[] | null) => take([chosen ?? []].flat())}
          >
            {(props) => (
              <Button
                {...props}
                data-add
                size="compact-sm"
                variant="subtle"
                autoFocus={autoFocus ?? false}
                data-autofocus={autoFocus}
                aria-label={t(
                  many ? 'files.addTo' : files.length > 0 ? 'files.replaceOf' : 'files.chooseOf',
                  {
                    field: label,
                  },
                )}
                leftSection={<IconPaperclip size={14} stroke={1.6} />}
              >
                {t(many ? 'files.add' : files.length > 0 ? 'files.replace' : 'files.choose')}
              </Button>
            )}
          </FileButton>
          <span className={classes.hint}>{t('files.orDrop')}</span>
        </div>
      </div>
      {over && (
        <div className={classes.veil} aria-hidden>
          {t('files.dropHere')}
        </div>
      )}
    </div>
  )
}
