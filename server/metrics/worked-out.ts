import {
  activityBands,
  sizeBands,
  workedOut,
  type Band,
  type WorkedOut,
  type WorkedOutName,
} from '../../contract/metrics/worked-out.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import type { Caller } from '../http/caller.ts'
import { reach } from '../http/policy.ts'
import { knows, permitted, type Bind } from '../records/visible.ts'
import { activitiesOf } from './activities.ts'

/** The band that a count falls in; null below the first. */
const bandOf = (count: string, bands: readonly Band[]): string =>
  `case ${bands
    .toReversed()
    .map(({ from, value }) => `when ${count} >= ${from} then '${value}'`)
    .join(' ')} end`

type Expression = (record: string, caller: Caller, bind: Bind) => string

/** Of what a record may have several of: the join that gives a row for each. */
const joins: Partial<Record<WorkedOutName, (record: string) => string>> = {
  competitor: (deal) =>
    `left join (deal_competitors rival join competitors named_rival
      on named_rival.id = rival.competitor_id and named_rival.deleted_at is null) on rival.deal_id = ${deal}.id`,
}

/** How each is worked out from the row of an alias, and what is joined to it. */
const expressions: Record<WorkedOutName, Expression> = {
  sizeBand: (company) => bandOf(`${company}.employees`, sizeBands),
  country: (company) => `nullif(btrim(${company}.address ->> 'country'), '')`,
  region: (company) => `nullif(btrim(${company}.address ->> 'region'), '')`,
  activities: (deal, caller, bind) => {
    const may = (type: string, alias: string) => permitted(caller, recordTypeOf(type), 'see', alias, bind)
    const counts = activitiesOf(deal, may).map(({ count }) => count)
    return `(select ${bandOf('done.n', activityBands)} from (select ${counts.join(' + ')} as n) done)`
  },
  competitor: () => 'rival.competitor_id',
  lostTo: (deal) => `(select rival.competitor_id from deal_competitors rival join competitors named_rival
      on named_rival.id = rival.competitor_id and named_rival.deleted_at is null
    where rival.deal_id = ${deal}.id and rival.status = 'lost_to')`,
  // Of the lines of orders, which stand in rows of their own where these are asked for.
  product: () => 'e.product_id',
  productFamily: () => `(select nullif(family, '') from products where id = e.product_id)`,
}

export const joinOf = (name: WorkedOutName, record: string): string => joins[name]?.(record) ?? ''

export const expressionOf = (name: WorkedOutName, record: string, caller: Caller, bind: Bind): string =>
  expressions[name](record, caller, bind)

/** Whether the caller knows the fields and sees the types that it is worked out from. */
export function mayWorkOut(caller: Caller, name: WorkedOutName): boolean {
  const { of, tells, reads = [] } = workedOut.find((one) => one.name === name) as WorkedOut
  return (
    tells.every((told) => {
      const [type, field] = told.includes('.') ? told.split('.') : [of, told]
      return knows(caller, type ?? of, field ?? told)
    }) && reads.every((type) => reach(caller, type, 'see') !== 'none')
  )
}
