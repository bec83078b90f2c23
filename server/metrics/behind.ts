import { CompiledQuery } from 'kysely'
import type { DrillQuery } from '../../contract/metrics/routes.ts'
import { moneyOf } from '../../contract/values/money.ts'
import type { Context } from '../http/context.ts'
import { invalidField } from '../http/problem.ts'
import { knowsWorth, select, type Selected } from './selection.ts'
import type { Behind, MetricSource } from './source.ts'

interface Row {
  type: string
  id: string
  title: string
  on: string | null
  value: string | null
  outcome: string | null
  sort: string
}

const encode = (row: Row) => Buffer.from(JSON.stringify([row.sort, row.id])).toString('base64url')

function decode(cursor: string, sort: RegExp): [sort: string, id: string] {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string]
    if (sort.test(value) && /^[0-9a-f-]{36}$/.test(id)) return [value, id]
  } catch {
    // Falls through to the refusal: the text was no cursor of ours.
  }
  throw invalidField('after', 'This is no cursor of these records. Begin again without “after”.')
}

/** The records that a figure counts, or those it leaves out: the latest first, of a figure of now the largest. */
export async function recordsBehind(
  context: Context,
  source: MetricSource,
  asked: DrillQuery,
): Promise<Behind> {
  const { part, ...ofPart } = asked
  if (part !== undefined) {
    const counted = source.parts?.[part]
    if (!counted)
      throw invalidField('part', 'This figure has no such part that opens onto records of its own.')
    const {
      gone: _gone,
      leftOut: _leftOut,
      value: _value,
      counted: _counted,
      parts: _parts,
      ...rest
    } = source
    return recordsBehind(context, { ...rest, ...counted }, ofPart)
  }
  if (asked.group !== undefined && !asked.by)
    throw invalidField('group', 'A group is one of a dimension. Say which with “by”.')
  const { by: _, ...whole } = asked
  // Without a group a dimension says nothing, and what has several values would be listed several times.
  const query = asked.group === undefined ? whole : asked
  const selected = select(context, source, query)
  if (source.behind) return source.behind(context, query)
  const { bind } = selected
  const { record, leftOut = [], gone, definition } = source
  const repeats = source.repeats !== undefined || source.listsOnce
  const value = source.value?.sql ?? 'null::numeric'
  const [sort, kind, pattern] = source.day
    ? ([source.day, 'date', /^-?\d{4,}-\d\d-\d\d$/] as const)
    : ([`coalesce(${query.leftOut ? 'null' : value}, 0)`, 'numeric', /^-?[\d.]+$/] as const)

  const inGroup = ({ cut }: Selected): string => {
    if (query.group === undefined || !cut) return 'true'
    return query.group === '' ? `${cut.key} is null` : `(${cut.key})::text = ${bind(query.group)}`
  }
  const once = (expression: string) => (repeats ? `max(${expression})` : expression)
  const told = (worth: string) => (repeats && source.value?.adds ? `sum(${worth})` : once(worth))
  const listed = (from: Selected, day: string, worth: string, outcome: string, condition: string) => `
    select ${record.type} as type, ${record.id} as id, ${record.title} as title, ${once(day)} as "on", (${told(worth)})::text as value,
      ${outcome} as outcome, (${once(from === selected ? sort : day)})::${kind} as sort
    from ${from.from} where ${from.where} and ${inGroup(from)} and ${condition} ${repeats ? 'group by 1, 2, 3' : ''}`
  const reasons = () => {
    const cases = leftOut.map(({ when, label }) => `when ${when} then ${bind(label)}::text`).join(' ')
    const any = leftOut.map(({ when }) => when).join(' or ') || 'false'
    const [outcome, condition] = [cases ? once(`case ${cases} end`) : 'null::text', `(${any})`]
    const out = listed(selected, source.day ?? 'null::date', 'null::numeric', outcome, condition)
    if (!gone) return out
    const others = select(context, { definition, ...gone }, query, selected)
    return `${out} union all ${listed(others, gone.day, 'null::numeric', `${bind(gone.label)}::text`, 'true')}`
  }
  const behind = query.leftOut
    ? reasons()
    : listed(
        selected,
        source.day ?? 'null::date',
        value,
        source.outcome ?? 'null::text',
        source.counted ?? 'true',
      )
  let after = ''
  if (query.after) {
    const [last, id] = decode(query.after, pattern)
    after = `where (sort, id) < (${bind(last)}::${kind}, ${bind(id)}::uuid)`
  }
  const text = `with ${selected.with}behind as (${behind})
    select type, id, title, "on", value, outcome, sort::text as sort from behind ${after}
    order by behind.sort desc, id desc limit ${query.limit + 1}`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, selected.values))
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const worth = knowsWorth(context.caller, source.definition)
  const figure = (text: string | null) => {
    if (text === null || (source.value?.unit === 'money' && !worth)) return null
    return source.value?.unit === 'money' ? moneyOf(text, context.organisation.currency) : Number(text)
  }
  return {
    data: page.map(({ type, id, title, on, value, outcome }) => ({
      type,
      id,
      title,
      on,
      value: figure(value),
      outcome,
    })),
    next: last ? encode(last) : null,
  }
}
