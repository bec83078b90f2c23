import { Button, CloseButton, NativeSelect } from '@mantine/core'
import { memo, useState } from 'react'
import { fieldForColumn } from '../../../contract/records/field-for-column.ts'
import type { ColumnLook, Suggestion } from '../../../contract/records/import.ts'
import type { FieldMapping, FileMapping } from '../../../contract/records/import-mapping.ts'
import { t } from '../../text/seldom.ts'
import { Chip } from '../../ui/wing.tsx'
import { CellOptions } from './cell-options.tsx'
import { FormatField } from './format-field.tsx'
import editor from './editor.module.css'
import classes from './import.module.css'
import { declaredOf } from './targets.ts'
import type { Target, TargetGroup } from './targets.ts'

interface ColumnRowProps {
  recordType: string
  column: ColumnLook
  columnNames: readonly string[]
  groups: readonly TargetGroup[]
  isId: boolean
  mappings: readonly FieldMapping[]
  stages: readonly NonNullable<FileMapping['lifecycle']>[number][]
  suggestions: readonly Suggestion[]
  onTarget: (column: string, from: Target | null, to: Target | null) => void
  onMapping: (mapping: FieldMapping) => void
  onStage: (stage: string, format: string | undefined) => void
  /** Adds a field for the column; absent for those who may not. */
  onCreate?: ((column: ColumnLook) => void) | undefined
}

const samples = 3

export const ColumnRow = memo(
  function ColumnRow({
    recordType,
    column,
    columnNames,
    groups,
    isId,
    mappings,
    stages,
    suggestions,
    onTarget,
    onMapping,
    onStage,
    onCreate,
  }: ColumnRowProps) {
    const [adding, setAdding] = useState(false)
    const { name } = column
    const targets: Target[] = [
      ...mappings.map(({ field }) => `field:${field}` as Target),
      ...stages.map(({ stage }) => `stage:${stage}` as Target),
    ]
    const rows: (Target | null)[] = targets.length === 0 || adding ? [...targets, null] : targets
    return (
      <li className={editor.column} data-unused={(targets.length === 0 && !isId) || undefined}>
        <div className={editor.columnName}>
          <span className={classes.strong} title={name}>
            {name}
          </span>
          {isId && <Chip>{t('import.isId')}</Chip>}
          <span className={editor.samples} title={column.values.map(({ value }) => value).join('\n')}>
            {column.distinct === 0
              ? t('import.allBlank')
              : column.values
                  .slice(0, samples)
                  .map(({ value }) => value)
                  .join(' · ')}
          </span>
          <span className={classes.muted}>
            {column.distinct > 0 && t('import.distinct', { count: column.distinct })}
          </span>
        </div>
        <div className={editor.targets}>
          {rows.map((target) => {
            const mapping = mappings.find(({ field }) => `field:${field}` === target)
            const stage = stages.find((entry) => `stage:${entry.stage}` === target)
            const suggestion = mapping && suggestions.find((one) => one.mapping.field === mapping.field)
            const field = mapping && declaredOf(recordType, mapping.field)
            return (
              <div key={target ?? ''} className={editor.targetRow}>
                <NativeSelect
                  aria-label={
                    target === null && adding
                      ? t('import.alsoOf', { column: name })
                      : t('import.targetOf', { column: name })
                  }
                  data={[{ value: '', label: t('import.leaveOut') }, ...groups]}
                  value={target ?? ''}
                  onChange={(event) => {
                    setAdding(false)
                    onTarget(name, target, (event.currentTarget.value || null) as Target | null)
                  }}
                />
                {suggestion && (
                  <span className={editor.confidence} title={suggestion.because}>
                    {t(
                      suggestion.confidence >= 0.85
                        ? 'import.sure'
                        : suggestion.confidence >= 0.6
                          ? 'import.likely'
                          : 'import.guess',
                    )}
                    <span className="visually-hidden">: {suggestion.because}</span>
                  </span>
                )}
                {target === null && !adding && !isId && onCreate && column.distinct > 0 && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-label={t('import.newFieldFor', { column: name })}
                    onClick={() => onCreate(column)}
                  >
                    {t('import.newField', { type: t(`fields.type.${fieldForColumn(column).type}`) })}
                  </Button>
                )}
                {target === null && adding && (
                  <CloseButton aria-label={t('ui.cancel')} onClick={() => setAdding(false)} />
                )}
                {mapping && field && (
                  <CellOptions
                    field={field}
                    part={mapping.field.includes('.')}
                    mapping={mapping}
                    column={column}
                    columnNames={columnNames}
                    {...(suggestion?.alternatives && {
                      alternatives: [suggestion.mapping.format ?? '', ...suggestion.alternatives],
                    })}
                    onMapping={onMapping}
                  />
                )}
                {stage && (
                  <div className={editor.optionFields}>
                    <FormatField
                      label={t('import.format')}
                      format={stage.format}
                      usual="iso"
                      cells={column.values.map(({ value }) => value)}
                      onFormat={(format) => onStage(stage.stage, format)}
                    />
                  </div>
                )}
                {target !== null && target === targets.at(-1) && !adding && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    className={editor.also ?? ''}
                    aria-label={t('import.alsoOf', { column: name })}
                    onClick={() => setAdding(true)}
                  >
                    {t('import.also')}
                  </Button>
                )}
              </div>
            )
          })}
        </div>
      </li>
    )
  },
  // The mappings are the draft's own objects: where none of them is another, nothing here has changed.
  (a, b) =>
    a.recordType === b.recordType &&
    a.column === b.column &&
    a.groups === b.groups &&
    a.isId === b.isId &&
    a.onCreate === b.onCreate &&
    sameItems(a.mappings, b.mappings) &&
    sameItems(a.stages, b.stages) &&
    sameItems(a.suggestions, b.suggestions),
)

const sameItems = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, index) => item === b[index])
