import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isChoice, targetOf } from '../../contract/records/field.ts'
import type { Filter } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { recordTypeOf } from '../shell/types.ts'
import { choicesFrom, fieldLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { someQuery } from './record-api.ts'

export interface ColumnHead {
  /** As the summary names the group; null for none. */
  key: string | null
  /** What a card that moves here is given. */
  value: unknown
  label: string
}

const most = 100

/** The type that a record and its board's columns both belong to by the same name: a deal's and a stage's pipeline. */
function scopeOf(
  type: RecordType,
  target: RecordType | null,
): { name: string; type: RecordType; label: string } | null {
  for (const [name, field] of Object.entries(target?.fields ?? {})) {
    const own = type.fields[name]
    const to = targetOf(field)
    if (own && to !== null && to === targetOf(own) && field.required)
      return { name, type: recordTypeOf(to), label: fieldLabel(own) }
  }
  return null
}

const none = (): ColumnHead => ({ key: null, value: null, label: t('board.none') })

/** A board's columns: the options of a choice, yes and no, or the records that a reference may point to, in order. */
export function useBoardColumns(type: RecordType, by: string) {
  const field = type.fields[by]
  const targetName = field ? targetOf(field) : null
  const target = targetName === null ? null : recordTypeOf(targetName)
  const shared = scopeOf(type, target)
  const key = `throughline.board.${type.name}.${by}`
  const [chosen, setChosen] = useState(() => localStorage.getItem(key))

  const order = (of: RecordType) => (of.fields['position'] ? 'position' : 'title')
  const scopes = useQuery({
    ...someQuery(
      shared?.type ?? type,
      { filter: null, sort: shared ? order(shared.type) : null, fields: [] },
      most,
    ),
    enabled: shared !== null,
  })
  const scope = shared
    ? (scopes.data?.data.find(({ id }) => id === chosen)?.id ?? scopes.data?.data[0]?.id ?? null)
    : null
  const narrowing: Filter | null = shared && scope ? { field: shared.name, op: 'is', value: scope } : null
  const found = useQuery({
    ...someQuery(
      target ?? type,
      { filter: narrowing, sort: target ? order(target) : null, fields: [] },
      most,
    ),
    enabled: target !== null && (shared === null || scope !== null),
  })

  let columns: ColumnHead[] | null = null
  if (field && isChoice(field)) {
    columns = choicesFrom(field.options).map(({ value, label }) => ({ key: value, value, label }))
    if (!field.required) columns.unshift(none())
  } else if (field?.type === 'yesNo')
    columns = [
      { key: 'true', value: true, label: t('field.yes') },
      { key: 'false', value: false, label: t('field.no') },
    ]
  else if (target && found.data) {
    columns = found.data.data.map(({ id, title }) => ({ key: id, value: id, label: title }))
    if (!target.setting || target.name === 'user') columns.unshift(none())
  }

  return {
    columns,
    narrowing,
    scopes: shared ? scopes.data?.data : undefined,
    scope,
    scopeLabel: shared?.label ?? '',
    setScope: (id: string | null) => {
      if (id) localStorage.setItem(key, id)
      setChosen(id)
    },
  }
}
