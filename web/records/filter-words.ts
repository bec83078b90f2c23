import { useQueries } from '@tanstack/react-query'
import { isChoice, targetOf, type Field } from '../../contract/records/field.ts'
import type { Filter, Operator } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { recordTypeOf } from '../shell/types.ts'
import { choiceLabel, fieldLabel, inText, relationLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { day, moment, number, percent, type Manner } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { fieldAt, relationOf, toTree, type Node, type Row } from './filter-tree.ts'
import { recordQuery } from './record-api.ts'
import { shapeOf, type RelativePeriod } from './relative.ts'

const dated: Partial<Record<Operator, string>> = {
  lessThan: t('filter.op.before'),
  atMost: t('filter.op.onOrBefore'),
  moreThan: t('filter.op.after'),
  atLeast: t('filter.op.onOrAfter'),
}

export const operatorLabel = (field: Field, op: Operator): string =>
  ((field.type === 'date' || field.type === 'moment') && dated[op]) || t(`filter.op.${op}`)

const listed = (words: readonly string[], manner: Manner, type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(manner.locale, { type }).format(words)

/** The rows of a filter, wherever they stand in it. */
const rowsIn = (node: Node): Row[] =>
  node.kind === 'group' ? node.nodes.flatMap(rowsIn) : node.kind === 'row' ? [node] : []

/** "the last 30 days" */
function periodWords(period: RelativePeriod): string {
  const { choice, count, unit } = shapeOf(period)
  if (choice !== 'last' && choice !== 'next') return choice === null ? '' : t(choice as 'relative.today')
  return t(`relative.${choice}`).replace('…', `${count} ${t(`relative.${unit}`)}`)
}

function valueWords(
  field: Field,
  value: unknown,
  titles: ReadonlyMap<string, string>,
  manner: Manner,
): string {
  if (targetOf(field)) return value === 'me' ? t('filter.me') : (titles.get(String(value)) ?? '…')
  if (isChoice(field)) return choiceLabel(field.options, value)
  if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no')
  if (field.type === 'percentage') return percent(Number(value), manner)
  if (typeof value === 'number') return number(value, manner)
  if (field.type === 'date') return day(String(value), manner)
  if (field.type === 'moment') return moment(String(value), manner)
  return String(value)
}

function wordsOf(type: RecordType, node: Node, titles: ReadonlyMap<string, string>, manner: Manner): string {
  if (node.kind === 'other') return '…'
  if (node.kind === 'group')
    return listed(
      node.nodes.map((one) => wordsOf(type, one, titles, manner)),
      manner,
      node.join === 'and' ? 'conjunction' : 'disjunction',
    )
  const field = fieldAt(type, node.related, node.field)
  if (!field) return '…'
  const relation = relationOf(type, node.related)
  const about = relation && inText(relationLabel(relation))
  const whose = !about
    ? ''
    : node.quantifier === 'none'
      ? `${t('filter.noRelated', { relation: about })}: `
      : `${t(relation.direction === 'forward' ? 'filter.someOne' : 'filter.some', { relation: about })}: `
  const said =
    node.op === 'empty' || node.op === 'notEmpty'
      ? ''
      : node.op === 'within'
        ? periodWords(node.value as RelativePeriod)
        : listed(
            [node.value].flat().map((one) => valueWords(field, one, titles, manner)),
            manner,
            'disjunction',
          )
  return [`${whose}${fieldLabel(field)}`, operatorLabel(field, node.op), said].filter(Boolean).join(' ')
}

/** A filter in the reader's words, as its builder shows it; empty without one, and until what it names is known. */
export function useFilterWords(type: RecordType, filter: Filter | null): string {
  const manner = useManner()
  const tree = toTree(filter)
  const named = rowsIn(tree).flatMap((row) => {
    const field = fieldAt(type, row.related, row.field)
    const target = field && targetOf(field)
    return target
      ? [row.value].flat().flatMap((id) => (typeof id === 'string' && id !== 'me' ? [{ target, id }] : []))
      : []
  })
  const found = useQueries({
    queries: named.map(({ target, id }) => ({ ...recordQuery(recordTypeOf(target), id), retry: false })),
  })
  if (found.some(({ isPending }) => isPending)) return ''
  const titles = new Map(
    named.flatMap(({ id }, at): [string, string][] => {
      const title = found[at]?.data?.title
      return title === undefined ? [] : [[id, title]]
    }),
  )
  return wordsOf(type, tree, titles, manner)
}
