import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import type { FileMapping, RowFilter } from '../../../contract/records/import-mapping.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import editor from './editor.module.css'

interface RowFiltersProps {
  file: FileMapping
  columns: readonly { name: string }[]
  onFile: (file: FileMapping) => void
}

const split = (written: string) => written.split(';').map((word) => word.trim())

/** Which rows count, by the words of a column. */
export function RowFilters({ file, columns, onFile }: RowFiltersProps) {
  const filters = file.where ?? []
  const set = (at: number, filter: RowFilter | null) =>
    onFile({ ...file, where: filter ? filters.with(at, filter) : filters.toSpliced(at, 1) })
  const first = columns[0]
  if (filters.length === 0)
    return first ? (
      <Button
        variant="subtle"
        className={editor.again ?? ''}
        onClick={() => onFile({ ...file, where: [{ column: first.name, is: [''] }] })}
      >
        {t('import.addFilter')}
      </Button>
    ) : null
  return (
    <Card title={t('import.filters')}>
      <ul>
        {filters.map((filter, at) => {
          const words = filter.is ?? filter.isNot ?? []
          const meaning = (keep: boolean, list: string[]): RowFilter => ({
            column: filter.column,
            ...(keep ? { is: list } : { isNot: list }),
          })
          return (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at} className={editor.further}>
              <NativeSelect
                aria-label={t('import.filterColumn')}
                data={[...new Set([...columns.map(({ name }) => name), filter.column])]}
                value={filter.column}
                onChange={(event) => set(at, { ...filter, column: event.currentTarget.value })}
              />
              <NativeSelect
                aria-label={t('import.filterOp')}
                data={[
                  { value: 'is', label: t('import.filterIs') },
                  { value: 'isNot', label: t('import.filterIsNot') },
                ]}
                value={filter.is ? 'is' : 'isNot'}
                onChange={(event) => set(at, meaning(event.currentTarget.value === 'is', words))}
              />
              <TextInput
                aria-label={t('import.filterWords')}
                placeholder={t('import.filterWords')}
                value={words.join('; ')}
                onChange={(event) =>
                  set(at, meaning(filter.is !== undefined, split(event.currentTarget.value)))
                }
              />
              <CloseButton aria-label={t('import.removeFilter')} onClick={() => set(at, null)} />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
