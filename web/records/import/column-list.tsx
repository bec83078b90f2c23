import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { fieldForColumn } from '../../../contract/records/field-for-column.ts'
import type { Inspection } from '../../../contract/records/import-routes.ts'
import type { ColumnLook, Suggestion } from '../../../contract/records/import.ts'
import type { FieldMapping, FileMapping } from '../../../contract/records/import-mapping.ts'
import { messageOf } from '../../shell/api.ts'
import { useTypes } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'
import { useMayAddFields } from '../own/add-field.tsx'
import { useFieldChanges } from '../own/own-api.ts'
import { Card } from '../../ui/card.tsx'
import { ColumnRow } from './column-row.tsx'
import editor from './editor.module.css'
import classes from './import.module.css'
import { retargeted, targetsOf, targetsOfColumn, withField } from './targets.ts'
import type { Target } from './targets.ts'

interface ColumnListProps {
  file: FileMapping
  columns: readonly ColumnLook[]
  suggestions: readonly Suggestion[]
  onFile: (file: FileMapping) => void
}

const manyColumns = 12

/** Each column of the file, what it holds, and what it fills. */
export function ColumnList({ file, columns, suggestions, onFile }: ColumnListProps) {
  const [words, setWords] = useState('')
  const [onlyUnused, setOnlyUnused] = useState(false)
  const types = useTypes()
  const type = types.of(file.recordType)
  // The fields that may be filled are those that there are now.
  const groups = useMemo(() => targetsOf(type.name), [type])
  const mayAdd = useMayAddFields(type)
  const { add } = useFieldChanges()
  const queries = useQueryClient()
  const names = useMemo(() => columns.map(({ name }) => name), [columns])
  const isUsed = (name: string) => targetsOfColumn(file, name).length > 0 || file.sourceId === name
  const used = columns.filter(({ name }) => isUsed(name)).length
  const shown = columns.filter(
    ({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()) && !(onlyUnused && isUsed(name)),
  )

  // The rows are many; they keep still while another one is edited.
  const latest = useRef({ file, suggestions, onFile })
  useEffect(() => {
    latest.current = { file, suggestions, onFile }
  })
  const retarget = useCallback((column: string, from: Target | null, to: Target | null) => {
    const now = latest.current
    const suggested = now.suggestions.find(
      ({ mapping }) => mapping.column === column && `field:${mapping.field}` === to,
    )?.mapping
    now.onFile(retargeted(now.file, column, from, to, suggested))
  }, [])
  const recordType = type.name
  const create = useCallback(
    (column: ColumnLook) => {
      const run = async () => {
        const { name } = await add({ recordType, ...fieldForColumn(column) })
        // How its cells are to be read is found out anew, now that there is a field for them.
        await queries.refetchQueries({ queryKey: ['imports', 'file'], type: 'active' })
        const suggested = queries
          .getQueriesData<Inspection>({ queryKey: ['imports', 'file'] })
          .flatMap(([, inspection]) => inspection?.suggestions ?? [])
          .filter((suggestion) => suggestion.recordType === recordType)
          .flatMap(({ fields }) => fields)
          .find(({ mapping }) => mapping.field === name && mapping.column === column.name)?.mapping
        const { file: now, onFile: tell } = latest.current
        tell(retargeted(now, column.name, null, `field:${name}`, suggested))
      }
      run().catch((error: unknown) => toastFailed(messageOf(error)))
    },
    [add, queries, recordType],
  )
  const setMapping = useCallback(
    (mapping: FieldMapping) => latest.current.onFile(withField(latest.current.file, mapping)),
    [],
  )
  const setStage = useCallback((stage: string, format: string | undefined) => {
    const { file: now, onFile: tell } = latest.current
    const lifecycle = (now.lifecycle ?? []).map((entry) => {
      if (entry.stage !== stage) return entry
      const { format: _, ...others } = entry
      return format ? { ...others, format } : others
    })
    tell({ ...now, lifecycle })
  }, [])

  return (
    <Card title={t('import.columns')} aside={t('import.columnsUsed', { used, count: columns.length })}>
      {columns.length > manyColumns && (
        <div className={editor.columnTools}>
          <TextInput
            type="search"
            aria-label={t('import.findColumn')}
            placeholder={t('import.findColumn')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Checkbox
            label={t('import.onlyUnused')}
            checked={onlyUnused}
            onChange={(event) => setOnlyUnused(event.currentTarget.checked)}
          />
        </div>
      )}
      {shown.length === 0 && <p className={classes.muted}>{t('import.noColumn')}</p>}
      <ul>
        {shown.map((column) => (
          <ColumnRow
            key={column.name}
            recordType={file.recordType}
            column={column}
            columnNames={names}
            groups={groups}
            isId={file.sourceId === column.name}
            mappings={file.fields.filter((field) => field.column === column.name)}
            stages={(file.lifecycle ?? []).filter((entry) => entry.column === column.name)}
            suggestions={suggestions.filter(({ mapping }) => mapping.column === column.name)}
            onTarget={retarget}
            onMapping={setMapping}
            onStage={setStage}
            onCreate={mayAdd ? create : undefined}
          />
        ))}
      </ul>
    </Card>
  )
}
