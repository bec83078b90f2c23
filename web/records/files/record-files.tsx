import { useQueryClient } from '@tanstack/react-query'
import { CallError } from '../../../contract/http/client.ts'
import type { FileField } from '../../../contract/records/field.ts'
import type { FileValue } from '../../../contract/records/file.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { undoRoute } from '../../../contract/records/undo.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { act, call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/pages.ts'
import { toastFailed } from '../../ui/toast.tsx'
import { routesOf } from '../record-api.ts'
import { fieldLabel } from '../../text/labels.ts'
import { FilesInput } from './files-input.tsx'
import { startSending } from './sending.ts'

const filesIn = (value: unknown) => [value ?? []].flat() as FileValue[]

/** One write of a record's files after the other: two files that come at once must not put each other aside. */
const turns = new Map<string, Promise<unknown>>()

async function inTurn<T>(place: string, fn: () => Promise<T>): Promise<T> {
  const before = turns.get(place) ?? Promise.resolve()
  const mine = before.catch(() => undefined).then(fn)
  turns.set(place, mine)
  try {
    return await mine
  } finally {
    if (turns.get(place) === mine) turns.delete(place)
  }
}

interface RecordFilesProps {
  type: RecordType
  record: AnyRecord
  name: string
  field: FileField
}

/** The files of a record where they stand: what is added or taken away is saved at once, and can be undone. */
export function RecordFiles({ type, record, name, field }: RecordFilesProps) {
  const queries = useQueryClient()
  const place = `${type.name} ${record.id} ${name}`
  const label = fieldLabel(field)

  /** Changes the files as they are on the server now, whatever else was changed meanwhile. */
  async function change(make: (files: FileValue[]) => FileValue[], message: string): Promise<void> {
    await inTurn(place, async () => {
      const { update, get } = routesOf(type)
      for (let i = 0; ; i++) {
        const { id } = record
        const now = await call(get, { params: { id } })
        const files = make(filesIn(now[name]))
        try {
          const { event } = await act(update, {
            params: { id },
            body: { [name]: field.type === 'files' ? files : (files.at(-1) ?? null) },
            headers: { 'if-match': `"${now.version}"` },
          })
          const refresh = () => queries.invalidateQueries({ queryKey: ['records'] })
          await refresh()
          done(
            message,
            event
              ? async () => {
                  await call(undoRoute, { body: { events: [event] } })
                  await refresh()
                }
              : undefined,
          )
          return
        } catch (error) {
          if (!(error instanceof CallError && error.problem.status === 412 && i < 5)) throw error
        }
      }
    })
  }

  const remove = (file: FileValue) =>
    void change(
      (files) => files.filter(({ id }) => id !== file.id),
      t('files.removed', { name: file.name }),
    ).catch((error: unknown) => toastFailed(messageOf(error), () => remove(file)))

  return (
    <FilesInput
      field={field}
      label={label}
      place={place}
      files={filesIn(record[name])}
      onFiles={(chosen) => {
        for (const file of chosen)
          startSending({ place, recordType: type.name, name, field }, file, (kept) =>
            change(
              (files) => [...files.filter(({ id }) => id !== kept.id), kept],
              t('files.added', { name: kept.name }),
            ),
          )
      }}
      onRemove={remove}
    />
  )
}
