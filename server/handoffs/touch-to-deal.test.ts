import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'
import { follow } from '../../tests/following.ts'
import { touchToDeal } from './touch-to-deal.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const stages = await app.stages()
await ask(owner, 'PATCH', `/stages/${stages.Qualified?.id}`, { body: { quietAfter: 5 } })

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

/** A deal that nobody has touched for a month. */
async function silent(values: Record<string, unknown> = {}): Promise<AnyRecord> {
  const deal = await app.deal({ owner: owner.id, ...values })
  await follow(db, touchToDeal)
  await sql`update deals set created_at = ${daysAgo(30)}, stage_since = ${daysAgo(30)}, touched_at = ${daysAgo(30)},
    quiet_on = current_date - 25 where id = ${deal.id}`.execute(db)
  return deal
}
async function isQuiet({ id }: AnyRecord): Promise<boolean> {
  await follow(db, touchToDeal)
  const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/deals/quiet')
  return data.some((one) => one.id === id)
}

test.each([
  ['a note', '/notes', { body: 'Spoke' }],
  ['a call', '/calls', { subject: 'About the offer' }],
  ['a meeting of yesterday', '/meetings', { subject: 'Visit', startsAt: daysAgo(1) }],
  ['a meeting to come', '/meetings', { subject: 'Visit', startsAt: daysAgo(-3) }],
  ['a task that is done', '/tasks', { subject: 'Send it', status: 'done' }],
])('%s about the deal touches it', async (_, path, body) => {
  const deal = await silent()
  expect(await isQuiet(deal)).toBe(true)
  await ask(owner, 'POST', path, { body: { ...body, deal: deal.id } })
  expect(await isQuiet(deal)).toBe(false)
})

test.each([
  ['a task that is to be done', '/tasks', { subject: 'Send it' }],
  ['a meeting of long ago', '/meetings', { subject: 'Visit', startsAt: daysAgo(20) }],
  ['a meeting that is off', '/meetings', { subject: 'Visit', startsAt: daysAgo(-3), outcome: 'cancelled' }],
  ['one to which nobody came', '/meetings', { subject: 'Visit', startsAt: daysAgo(1), outcome: 'no_show' }],
])('%s leaves it quiet', async (_, path, body) => {
  const deal = await silent()
  await ask(owner, 'POST', path, { body: { ...body, deal: deal.id } })
  expect(await isQuiet(deal)).toBe(true)
})

test('one that names no deal touches those of its person, and those in which they have a part', async () => {
  const [ana, bo] = [await app.person(), await app.person()]
  const [theirs, part, other] = [await silent({ person: ana.id }), await silent(), await silent()]
  await ask(owner, 'PUT', `/deals/${part.id}/people/${ana.id}`, { body: { role: 'champion' } })
  await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', person: bo.id } })
  expect(await isQuiet(theirs)).toBe(true)
  await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', person: ana.id } })
  expect([await isQuiet(theirs), await isQuiet(part), await isQuiet(other)]).toEqual([false, false, true])
})

test('one about another deal of the same person leaves it quiet; a mere correction does, too', async () => {
  const ana = await app.person()
  const deal = await silent({ person: ana.id })
  const other = await silent({ person: ana.id })
  await ask(owner, 'POST', '/calls', { body: { subject: 'Other', person: ana.id, deal: other.id } })
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { name: 'Corrected' } })
  expect([await isQuiet(deal), await isQuiet(other)]).toEqual([true, false])
})

test('it is as quiet as it was once a touch is taken back, by undo, or with the person it was about', async () => {
  const deal = await silent()
  const noted = await call(owner, 'POST', '/notes', { body: { body: 'Spoke', deal: deal.id } })
  expect(await isQuiet(deal)).toBe(false)
  await ask(owner, 'POST', '/undo', { body: { events: [noted.headers.event] } })
  expect(await isQuiet(deal)).toBe(true)

  const ana = await app.person()
  await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', deal: deal.id, person: ana.id } })
  expect(await isQuiet(deal)).toBe(false)
  await ask(owner, 'DELETE', `/people/${ana.id}`)
  await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'person', id: ana.id }] } })
  expect(await isQuiet(deal)).toBe(true)
})

test('a person’s deals are quiet again once a touch names another deal, or is gone for good at once', async () => {
  const ana = await app.person()
  const [deal, other] = [await silent({ person: ana.id }), await silent()]
  const note = await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', person: ana.id } })
  expect(await isQuiet(deal)).toBe(false)
  await ask(owner, 'PATCH', `/notes/${note.id}`, { body: { deal: other.id } })
  expect([await isQuiet(deal), await isQuiet(other)]).toEqual([true, false])
  await ask(owner, 'DELETE', `/notes/${note.id}`)
  await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'note', id: note.id }] } })
  expect(await isQuiet(other)).toBe(true)

  const bo = await app.person()
  await ask(owner, 'PUT', `/deals/${other.id}/people/${bo.id}`, { body: { role: 'champion' } })
  await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', person: bo.id } })
  expect(await isQuiet(other)).toBe(false)
  await ask(owner, 'DELETE', `/people/${bo.id}`)
  await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'person', id: bo.id }] } })
  expect(await isQuiet(other)).toBe(true)
})

/** The deals that stand otherwise than a count of their rows has them. */
async function wrong(): Promise<unknown[]> {
  const { rows } = await sql`
    select d.name, d.touched_at, deal_touched_at(d) as touched, d.quiet_on from deals d join stages s on s.id = d.stage_id
    where d.touched_at is distinct from deal_touched_at(d) or d.quiet_on is distinct from
      case when d.status = 'open' then quiet_day(deal_touched_at(d), s.quiet_after, 'Europe/Lisbon') end`.execute(
    db,
  )
  return rows
}

type Plural = 'deals' | 'people' | 'calls' | 'notes' | 'meetings' | 'tasks'
const ids = async (table: Plural, binned = false): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
    where (deleted_at is not null) = ${binned} order by id`.execute(db)
  return rows.map(({ id }) => id)
}
const at = fc.nat({ max: 1_000 })
const activity = fc.constantFrom<Plural>('calls', 'notes', 'meetings', 'tasks')
const anything = fc.constantFrom<Plural>('deals', 'people', 'calls', 'notes', 'meetings', 'tasks')
/** Which records are meant is told by numbers, taken among those that there are by then; one beyond is none. */
const act = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deal' as const), person: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('person' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('log' as const), what: activity, deal: at, person: at, days: fc.integer({ min: -9, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('point' as const), what: activity, which: at, field: fc.constantFrom('deal', 'person'), to: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const), which: at, held: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), which: at, stage: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hand' as const), which: at, person: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('part' as const), which: at, person: at, none: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bin' as const), what: anything, which: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), what: anything, which: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), what: anything, which: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), which: at, other: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unmerge' as const), which: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), which: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rule' as const), stage: at, days: fc.option(fc.integer({ min: 1, max: 60 })) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('follow' as const) }) },
) // prettier-ignore
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const pick = <T>(some: readonly T[], place: number): T | null => some[place % (some.length + 1)] ?? null
const among = Object.values(stages)
const open = among.filter(({ kind }) => kind === 'open')
const typeOf = {
  deals: 'deal',
  people: 'person',
  calls: 'call',
  notes: 'note',
  meetings: 'meeting',
  tasks: 'task',
}
let last: string | undefined
let number = 0

async function perform(one: Act): Promise<void> {
  const write = async (method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
    const { status, text, headers } = await call(owner, method, path, { body })
    if (status >= 500) throw new Error(`${method} ${path}: ${text}`)
    if (status < 300 && typeof headers['event'] === 'string') last = headers['event']
  }
  switch (one.do) {
    case 'deal':
      return write('POST', '/deals', { name: `D${++number}`, person: pick(await ids('people'), one.person) })
    case 'person':
      return write('POST', '/people', { lastName: `P${++number}` })
    case 'log': {
      const about = {
        deal: pick(await ids('deals'), one.deal),
        person: pick(await ids('people'), one.person),
      }
      const values = { calls: { startedAt: daysAgo(one.days) }, notes: { body: 'Spoke' }, meetings: { subject: 'Visit', startsAt: daysAgo(one.days) }, tasks: { subject: 'Send', status: one.days % 2 ? 'done' : 'open' } } // prettier-ignore
      return write('POST', `/${one.what}`, { ...about, ...values[one.what as keyof typeof values] })
    }
    case 'point': {
      const to = pick(await ids(one.field === 'deal' ? 'deals' : 'people'), one.to)
      return write('PATCH', `/${one.what}/${pick(await ids(one.what), one.which)}`, { [one.field]: to })
    }
    case 'finish':
      return one.held
        ? write('PATCH', `/tasks/${pick(await ids('tasks'), one.which)}`, { status: 'done' })
        : write('PATCH', `/meetings/${pick(await ids('meetings'), one.which)}`, { outcome: 'no_show' })
    case 'move':
      return write('PATCH', `/deals/${pick(await ids('deals'), one.which)}`, {
        stage: pick(among, one.stage)?.id,
      })
    case 'hand':
      return write('PATCH', `/deals/${pick(await ids('deals'), one.which)}`, {
        person: pick(await ids('people'), one.person),
      })
    case 'part': {
      const path = `/deals/${pick(await ids('deals'), one.which)}/people/${pick(await ids('people'), one.person)}`
      return one.none ? write('DELETE', path) : write('PUT', path, { role: 'champion' })
    }
    case 'bin':
      return write('DELETE', `/${one.what}/${pick(await ids(one.what), one.which)}`)
    case 'restore':
      return write('POST', `/${one.what}/${pick(await ids(one.what, true), one.which)}/restore`)
    case 'purge':
      return write('POST', '/bin/purge', {
        records: [{ type: typeOf[one.what], id: pick(await ids(one.what, true), one.which) }],
      })
    case 'merge': {
      const all = await ids('people')
      return write('POST', `/people/${pick(all, one.which)}/merge`, { others: [pick(all, one.other)] })
    }
    case 'unmerge': {
      const { rows } = await sql<{ id: string; into: string }>`
        select id, into_id as into from record_merges where undone_at is null order by id`.execute(db)
      const merge = pick(rows, one.which)
      return merge ? write('POST', `/people/${merge.into}/merges/${merge.id}/undo`) : undefined
    }
    case 'erase': {
      const id = pick(await ids('people'), one.which)
      const { body } = await call(owner, 'GET', `/people/${id}`)
      return write('POST', `/people/${id}/erasure`, { name: body.title })
    }
    case 'undo':
      return last ? write('POST', '/undo', { events: [last] }) : undefined
    case 'rule':
      return write('PATCH', `/stages/${pick(open, one.stage)?.id}`, { quietAfter: one.days })
    case 'follow':
      return follow(db, touchToDeal)
  }
}

test(
  'whatever is written, moved, merged, taken back or erased, in whatever order: deals stand as a recount has them',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 50 }), async (acts) => {
        for (const one of acts) await perform(one)
        await follow(db, touchToDeal)
        expect(await wrong()).toEqual([])
      }),
      { numRuns: 25, endOnFailure: true },
    )
  },
)
