import { Button, NativeSelect } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Dialect, FileMapping } from '../../../contract/records/import-mapping.ts'
import type { ImportFile } from '../../../contract/records/import-routes.ts'
import { messageOf } from '../../shell/api.ts'
import { typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { CardSkeleton } from '../../ui/skeleton.tsx'
import { ColumnList } from './column-list.tsx'
import { DialectFields } from './dialect-fields.tsx'
import { completed, withAnotherReading } from './draft.ts'
import type { Draft, Reading } from './draft.ts'
import { FurtherFields } from './further-fields.tsx'
import { inspectionQuery } from './import-api.ts'
import editor from './editor.module.css'
import classes from './import.module.css'
import { PipelineMaker } from './pipeline-maker.tsx'
import { PreviewTable } from './preview-table.tsx'
import { RowFilters } from './row-filters.tsx'
import { targetTypeOf, targetTypes } from './target-types.ts'

interface ReadingEditorProps {
  reading: Reading
  /** The file, once it is there. */
  file: ImportFile | undefined
  draft: Draft
  onDraft: (change: (draft: Draft) => Draft) => void
  onReading: (file: FileMapping) => void
}

/** What one file means: how it is written, what its rows are, which columns fill which fields. */
export function ReadingEditor({ reading, file: upload, draft, onDraft, onReading }: ReadingEditorProps) {
  const { file } = reading
  const queries = useQueryClient()
  const { data: inspection, error } = useQuery({
    ...inspectionQuery(upload?.id ?? '', file.dialect, file.recordType),
    enabled: upload !== undefined,
    placeholderData: keepPreviousData,
  })
  const latest = useRef({ file, onReading })
  useEffect(() => {
    latest.current = { file, onReading }
  })

  /** Takes over what is suggested for a type, where nothing better is said: its fields and the column of ids. */
  const suggest = async (recordType: string, dialect: FileMapping['dialect'], kept?: FileMapping) => {
    if (!upload) return
    const { suggestions, columns } = await queries.fetchQuery(inspectionQuery(upload.id, dialect, recordType))
    const names = new Set(columns.map(({ name }) => name))
    if (kept?.fields.every(({ column }) => column === undefined || names.has(column))) return
    const suggested = suggestions[0]?.file
    if (suggested)
      latest.current.onReading({ ...completed(suggested), match: file.match, ...(dialect && { dialect }) })
  }
  const setType = (recordType: string) => {
    onReading({
      match: file.match,
      recordType,
      fields: [],
      ...(file.dialect && { dialect: file.dialect }),
      ...(file.sourceId && { sourceId: file.sourceId }),
    })
    void suggest(recordType, file.dialect)
  }
  const setDialect = (change: Partial<Dialect>) => {
    const dialect = { ...file.dialect, ...change }
    onReading({ ...file, dialect })
    // A file read another way has other columns: what named the old ones means nothing any more.
    suggest(file.recordType, dialect, file).catch(() => {})
  }

  const columns = inspection?.columns ?? []
  const suggested = inspection?.suggestions.find(({ recordType }) => recordType === file.recordType)
  return (
    <div className={editor.editor}>
      <Card className={editor.editorHead ?? ''}>
        <h2 className={editor.fileTitle} title={upload?.name ?? file.match}>
          {upload?.name ?? file.match}
        </h2>
        <div className={editor.editorFields}>
          <NativeSelect
            label={t('import.rowsAre')}
            data={targetTypes().map((type) => ({ value: type.name, label: typeLabel(type).one }))}
            value={file.recordType}
            onChange={(event) => setType(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('import.recogniseBy')}
            description={t('import.recogniseHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
            data={[{ value: '', label: t('import.noId') }, ...columnNames(columns, file.sourceId)]}
            value={file.sourceId ?? ''}
            onChange={(event) => {
              const { sourceId: _, ...others } = file
              const column = event.currentTarget.value
              onReading(column ? { ...others, sourceId: column } : others)
            }}
          />
        </div>
        {upload && (
          <DialectFields
            key={upload.id}
            dialect={{ ...(inspection?.file.dialect ?? upload.dialect), ...file.dialect }}
            onDialect={setDialect}
          />
        )}
        {error && (
          <p role="alert" className={classes.failure}>
            {t('import.cannotRead', { reason: messageOf(error) })}
          </p>
        )}
        {inspection && (
          <PreviewTable columns={columns} rows={inspection.sample} label={t('import.preview')} />
        )}
        {upload && (
          <Button
            variant="subtle"
            className={editor.again ?? ''}
            onClick={() => onDraft((before) => withAnotherReading(before, reading.key))}
          >
            {t('import.again')}
          </Button>
        )}
      </Card>
      {upload && !inspection && !error && (
        <Card>
          <CardSkeleton lines={6} />
        </Card>
      )}
      {inspection && (
        <ColumnList file={file} columns={columns} suggestions={suggested?.fields ?? []} onFile={onReading} />
      )}
      {file.recordType === 'deal' && (
        <PipelineMaker file={file} columns={columns} draft={draft} onDraft={onDraft} onFile={onReading} />
      )}
      <FurtherFields file={file} onFile={onReading} />
      <RowFilters file={file} columns={columns} onFile={onReading} />
      <p className="visually-hidden" role="status">
        {typeLabel(targetTypeOf(file.recordType)).many}
      </p>
    </div>
  )
}

/** The columns that there are, and the one that is named although there is none. */
const columnNames = (columns: readonly { name: string }[], named: string | undefined): string[] => {
  const names = columns.map(({ name }) => name)
  return named && !names.includes(named) ? [...names, named] : names
}
