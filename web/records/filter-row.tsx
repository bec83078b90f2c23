import { CloseButton, Select } from '@mantine/core'
import { useMemo } from 'react'
import { relationsOf } from '../../contract/record-types.ts'
import { operatorsOf } from '../../contract/records/filter.ts'
import type { Operator } from '../../contract/records/filter.ts'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { fieldLabel, inText, relationLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { fieldAt, firstOperator, newRow, relationOf } from './filter-tree.ts'
import type { Row } from './filter-tree.ts'
import { operatorLabel } from './filter-words.ts'
import { FilterValue } from './filter-value.tsx'
import classes from './filter.module.css'

/** The fields one can compare: the record's own, then those of each related record. */
function useFieldOptions(type: RecordType) {
  return useMemo(() => {
    const options = (owner: RecordType, prefix: string) =>
      Object.entries(fieldsOf(owner)).map(([name, field]) => ({
        value: `${prefix}${name}`,
        label: fieldLabel(field),
      }))
    return [
      { group: t('filter.own'), items: options(type, '.') },
      ...relationsOf(type)
        .filter((relation) => relation.type.name !== 'user')
        .map((relation) => ({
          group: t('filter.related', { relation: relationLabel(relation) }),
          items: options(relation.type, `${relation.name}.`).map((option) => ({
            ...option,
            label: `${relationLabel(relation)}: ${option.label}`,
          })),
        })),
    ]
  }, [type])
}

export function FilterRow({
  type,
  row,
  onRow,
}: {
  type: RecordType
  row: Row
  onRow: (row: Row | null) => void
}) {
  const fields = useFieldOptions(type)
  const field = fieldAt(type, row.related, row.field)
  const relation = relationOf(type, row.related)
  if (!field) return null

  const setField = (path: string | null) => {
    if (!path) return
    const [related = '', name = ''] = path.split('.')
    onRow({ ...newRow(type, related || null, name), key: row.key })
  }
  const setOperator = (op: Operator) => {
    // A list, a period and a single value are different things; what does not fit is asked anew.
    const shape = (one: Operator) =>
      one === 'anyOf' || one === 'noneOf' ? 'list' : one === 'within' ? 'period' : 'single'
    onRow({ ...row, op, value: shape(op) === shape(row.op) ? row.value : null })
  }

  return (
    <div className={classes.row}>
      {relation && (
        <select
          aria-label={t('filter.match')}
          className={classes.quantifier}
          value={row.quantifier}
          onChange={(event) => onRow({ ...row, quantifier: event.currentTarget.value as Row['quantifier'] })}
        >
          <option value="some">
            {relation.direction === 'forward'
              ? t('filter.someOne', { relation: inText(relationLabel(relation)) })
              : t('filter.some', { relation: inText(relationLabel(relation)) })}
          </option>
          <option value="none">{t('filter.noRelated', { relation: inText(relationLabel(relation)) })}</option>
        </select>
      )}
      <Select
        aria-label={t('filter.field')}
        className={classes.field}
        data={fields}
        searchable
        allowDeselect={false}
        value={`${row.related ?? ''}.${row.field}`}
        onChange={setField}
      />
      <Select
        aria-label={t('filter.operator')}
        className={classes.operator}
        data={operatorsOf[field.type].map((op) => ({ value: op, label: operatorLabel(field, op) }))}
        allowDeselect={false}
        value={row.op}
        onChange={(op) => setOperator(op ?? firstOperator(field))}
      />
      <div className={classes.value}>
        <FilterValue
          field={field}
          op={row.op}
          value={row.value}
          onChange={(value) => onRow({ ...row, value })}
        />
      </div>
      <CloseButton aria-label={t('filter.remove')} onClick={() => onRow(null)} />
    </div>
  )
}
