import { sql } from 'kysely'
import type { QuotaGrain } from '../../../contract/sales/quotas.ts'
import { moneyOf, toMinor } from '../../../contract/values/money.ts'
import { next, startOf, unitsOf } from '../../../contract/values/period.ts'
import { atomically, type Context } from '../../http/context.ts'
import { forbidden, invalid, invalidField, type FieldError } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { organisationSubject } from '../../team/organisation/queries.ts'
import { peopleAt } from '../forecast/people/queries.ts'
import { leads } from '../forecast/policy.ts'
import { targetsIn, type Measured } from './queries.ts'
import { cellOf, scaled } from './rules.ts'

interface Cell {
  user?: string | undefined
  team?: string | undefined
  from: string
  /** Minor units, or deals; null takes the quota away. */
  target: bigint | null
}

function authoriseQuotas({ caller }: Context): void {
  if (!leads(caller))
    throw forbidden('Only who may change everybody’s deals sets quotas. Ask a manager or an administrator.')
}

/** Writes what differs from what is there, as new rows, and one event of it all. */
async function write(context: Context, grain: QuotaGrain, measured: Measured, cells: readonly Cell[]) {
  const { caller, database, organisation } = context
  const { db } = database
  await sql`select pg_advisory_xact_lock(hashtext('quotas'))`.execute(db)
  const days = cells.map(({ from }) => from).sort()
  const span = { from: days[0] ?? '', to: next(days.at(-1) ?? '', grain) }
  const before = await targetsIn(db, measured, span, organisation.currency)
  const was = ({ user, team, from }: Cell) => before.get(cellOf(user ?? team ?? '', grain, from)) ?? null
  const changed = cells.filter((cell) => was(cell) !== cell.target)
  if (changed.length === 0) return { set: 0 }
  const currency = measured.measure === 'count' ? null : organisation.currency
  const rows = changed.map(({ target, ...cell }) => ({ ...cell, target: target?.toString() ?? null }))
  await sql`insert into quotas (user_id, team_id, grain, from_on, measure, family, target, currency, set_by)
    select "user", team, ${grain}, "from", ${measured.measure}, ${measured.family ?? null}, target, ${currency}, ${caller.userId}::uuid
    from json_to_recordset(${JSON.stringify(rows)}) as cell ("user" uuid, team uuid, "from" date, target bigint)`.execute(
    db,
  )
  const told = (minor: bigint | null) =>
    minor === null ? null : currency === null ? Number(minor) : moneyOf(minor, currency)
  await record(db, caller, context.now, [
    {
      type: 'quotas.set',
      subject: organisationSubject,
      data: {
        title: organisation.name,
        grain,
        ...measured,
        cells: changed.map((cell) => ({ ...cell, target: told(cell.target), before: told(was(cell)) })),
      },
    },
  ])
  database.notify('ledger')
  return { set: changed.length }
}

/** Sets quotas, all or none. */
export const setQuotas = (
  context: Context,
  {
    grain,
    cells,
    ...measured
  }: Measured & {
    grain: QuotaGrain
    cells: readonly (Omit<Cell, 'target'> & { target: string | null })[]
  },
) => {
  authoriseQuotas(context)
  return atomically(context, async (inner) => {
    const { people, teams } = await peopleAt(inner.database.db)
    const known = { user: new Set(people.map(({ id }) => id)), team: new Set(teams.map(({ id }) => id)) }
    const { currency } = inner.organisation
    const seen = new Set<string>()
    const errors: FieldError[] = []
    const given = cells.map((cell, i): Cell => {
      const refuse = (path: string, message: string) => errors.push({ path: `cells.${i}.${path}`, message })
      const kind = cell.user ? 'user' : 'team'
      const id = cell[kind] ?? ''
      if (!known[kind].has(id)) refuse(kind, 'There is nobody of this id. Choose another.')
      if (startOf(cell.from, grain) !== cell.from) refuse('from', `This is no first day of a ${grain}`)
      if (seen.has(`${id} ${cell.from}`)) refuse('from', 'This cell is there twice')
      seen.add(`${id} ${cell.from}`)
      return { ...cell, target: cell.target === null ? null : minorOf(cell.target, refuse) }
    })
    if (errors.length > 0) throw invalid(errors)
    return write(inner, grain, measured, given)

    function minorOf(target: string, refuse: (path: string, message: string) => unknown): bigint | null {
      if (measured.measure === 'count') {
        if (/^\d+$/.test(target)) return BigInt(target)
        refuse('target', 'Deals are counted in whole numbers')
        return null
      }
      try {
        return toMinor(target, currency)
      } catch {
        refuse('target', `This has more decimals than ${currency}`)
        return null
      }
    }
  })
}

/** Copies the quotas of a period, or of all periods of a year, to another, scaled. */
export const copyQuotas = (
  context: Context,
  {
    grain,
    from,
    to,
    span,
    percent,
    replace,
    ...measured
  }: Measured & {
    grain: QuotaGrain
    from: string
    to: string
    span: 'period' | 'year'
    percent: number
    replace: boolean
  },
) => {
  authoriseQuotas(context)
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const whole = span === 'year' ? 'year' : grain
    const [source, aim] = [startOf(from, whole), startOf(to, whole)]
    if (source === aim) throw invalidField('to', 'Copy to another period than the one copied from.')
    const { currency } = inner.organisation
    const within = (first: string) => ({ from: first, to: next(first, whole) })
    const [known, there] = [
      await targetsIn(db, measured, within(source), currency),
      await targetsIn(db, measured, within(aim), currency),
    ]
    const aims = unitsOf(within(aim), grain)
    const { people, teams } = await peopleAt(db)
    const everybody = [
      ...people.map(({ id }) => ({ user: id, id })),
      ...teams.map(({ id }) => ({ team: id, id })),
    ]
    const cells = unitsOf(within(source), grain).flatMap((day, i) =>
      everybody.flatMap(({ id, ...of }): Cell[] => {
        const [target, day2] = [known.get(cellOf(id, grain, day)), aims[i]]
        if (target === undefined || day2 === undefined) return []
        if (!replace && there.has(cellOf(id, grain, day2))) return []
        return [{ ...of, from: day2, target: scaled(target, percent) }]
      }),
    )
    return cells.length === 0 ? { set: 0 } : write(inner, grain, measured, cells)
  })
}
