import { use, useEffect, useId, useRef } from 'react'
import type { FileField } from '../../../contract/records/field.ts'
import type { FileValue } from '../../../contract/records/file.ts'
import { fieldHelp } from '../../text/labels.ts'
import { FileMark, FileName, FileRow } from '../files/file-row.tsx'
import { FilesInput } from '../files/files-input.tsx'
import fileClasses from '../files/files.module.css'
import { startSending } from '../files/sending.ts'
import classes from './field.module.css'
import { EditedContext } from './narrowing.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const filesIn = (value: unknown) => [value ?? []].flat() as FileValue[]

function ShowFiles({ value, full, plain }: ShowProps) {
  const files = filesIn(value)
  if (plain) return <>{files.map(({ name }) => name).join(', ')}</>
  if (full)
    return (
      <ul className={fileClasses.list}>
        {files.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </ul>
    )
  const [first, ...rest] = files
  if (!first) return null
  return (
    <span className={fileClasses.short}>
      <FileMark file={first} size={20} />
      <FileName file={first} />
      {rest.length > 0 && <span className={fileClasses.more}>+{rest.length}</span>}
    </span>
  )
}

/** In a form the files wait with it: they belong to the record once that is saved. */
function EditFiles({ field, value, onChange, label, error, autoFocus }: EditProps) {
  const declared = field as FileField
  const edited = use(EditedContext)
  const place = useId()
  // Several may come at once, each to what the others have left.
  const files = useRef(filesIn(value))
  useEffect(() => {
    files.current = filesIn(value)
  }, [value])
  const set = (next: FileValue[]) => {
    files.current = next
    onChange(declared.type === 'files' ? (next.length > 0 ? next : null) : (next.at(-1) ?? null))
  }
  const name = Object.entries(edited?.type.fields ?? {}).find(([, one]) => one === field)?.[0] ?? ''
  return (
    <div>
      <div className={classes.legend}>
        {label}
        {field.required && ' *'}
      </div>
      {fieldHelp(field) && <p className={classes.help}>{fieldHelp(field)}</p>}
      <FilesInput
        field={declared}
        label={label}
        place={place}
        files={filesIn(value)}
        autoFocus={autoFocus}
        onFiles={(chosen) => {
          for (const file of chosen)
            startSending(
              { place, recordType: edited?.type.name ?? '', name, field: declared },
              file,
              (kept) => set([...(declared.type === 'files' ? files.current : []), kept]),
            )
        }}
        onRemove={(file) => set(files.current.filter(({ id }) => id !== file.id))}
      />
      {error && (
        <p role="alert" className={fileClasses.reason}>
          {error}
        </p>
      )}
    </div>
  )
}

export const file: Widget = { Show: ShowFiles, Edit: EditFiles, width: 180 }
export const files: Widget = { ...file, width: 220 }
