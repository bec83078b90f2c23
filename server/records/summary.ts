import { CompiledQuery } from 'kysely'
import { isFile } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Summary, summaryQuery } from '../../contract/records/routes.ts'
import { dayOf } from '../../contract/values/day.ts'
import { moneyOf } from '../../contract/values/money.ts'
import type { z } from 'zod'
import type { Context } from '../http/context.ts'
import { invalidField } from '../http/problem.ts'
import { columnNamed } from './column.ts'
import { selected } from './list.ts'
import { convert, ratesOn } from './rates.ts'
import { parameters, seenBy } from './visible.ts'

interface Row {
  key: string | null
  currency: string | null
  count: number
  sum: string | null
}

/** Counts and sums by a field, for a board's columns. Money is summed by currency; the total needs every rate. */
export async function summarise(
  context: Context,
  whole: RecordType,
  query: z.infer<typeof summaryQuery>,
): Promise<Summary> {
  const type = seenBy(context.caller, whole)
  const group = columnNamed(type, query.groupBy)
  if (!group || group.declared.type === 'references' || isFile(group.declared))
    throw invalidField('groupBy', `${type.label.many} cannot be grouped by “${query.groupBy}”`)
  const money = query.sum === undefined ? null : columnNamed(type, query.sum)
  if (money === undefined || (money && money.declared.type !== 'money'))
    throw invalidField('sum', `“${query.sum}” is not money`)
  const { values, bind } = parameters()
  const [currency, sum] = money
    ? [money.currencyAt('t'), `sum(${money.at('t')})::text`]
    : ['null::text', 'null::text']
  const text = `select ${group.at('t')}::text as key, ${currency} as currency, count(*)::int as count, ${sum} as sum
    from ${type.plural} t where ${selected(context, type, query, bind)} group by 1, 2 order by 1, 2`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, values))
  const home = context.organisation.currency
  const rates = await ratesOn(context.database.db, dayOf(context.now, context.organisation.timeZone))
  const groups = [...Map.groupBy(rows, (row) => row.key)].map(([key, parts]) => {
    const paid = parts.filter((part) => part.currency !== null && part.sum !== null) as (Row & {
      currency: string
      sum: string
    })[]
    const converted = paid.map((part) =>
      convert(BigInt(part.sum), part.currency, home, rates.get(part.currency)),
    )
    return {
      key,
      count: parts.reduce((count, part) => count + part.count, 0),
      sums: paid.map((part) => moneyOf(part.sum, part.currency)),
      total:
        !money || converted.includes(null)
          ? null
          : moneyOf(
              converted.reduce<bigint>((total, part) => total + (part ?? 0n), 0n),
              home,
            ),
    }
  })
  return { groups }
}
