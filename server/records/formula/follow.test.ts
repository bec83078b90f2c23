import fc from 'fast-check'
import { CompiledQuery, sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCompany } from '../../../tests/builders.ts'
import { follow } from '../../../tests/following.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import { prepareJobs } from '../../db/jobs.ts'
import type { Consumer } from '../../ledger/consumer.ts'
import { readFills } from './fill.ts'
import { keepFormulas } from './follow.ts'
import { fill } from './jobs.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app
await prepareJobs(database.pool)
const stages = Object.values(await app.stages())

const field = (recordType: string, label: string, more: object) =>
  ask<OwnField>(owner, 'POST', '/fields', { body: { recordType, label, ...more } })
const formula = (recordType: string, label: string, text: string) =>
  field(recordType, label, { type: 'formula', formula: text })

await field('deal', 'Champion', { type: 'reference', to: 'person' })
await field('deal', 'Partners', { type: 'references', to: 'company' })
// Of people, references are personal: what changes of them stands apart in the ledger.
await field('person', 'Mentor', { type: 'reference', to: 'person' })
await formula('deal', 'Net', 'amount * 0.9')
await formula('deal', 'Twice', 'own_net + own_net')
await formula('deal', 'Where', "company.name & ' / ' & person.title & ' / ' & own_champion.lastName")
await formula('deal', 'Expected', 'amount * orElse(probability, stage.probability)')
await formula('deal', 'Partners wealth', 'sum(own_partners.annualRevenue)')
await formula('company', 'Won', "sum(deals.amount where status = 'won')")
await formula('company', 'Open', "count(deals where status = 'open')")
await formula('company', 'Last', 'latest(deals.name by closedOn where own_twice > 100)')
await formula('company', 'Net', 'sum(deals.own_net)')
await formula('company', 'Group', 'own_open + sum(subsidiaries.employees)')
await formula('company', 'Above', 'upper(parent.name) & parent.own_open')
await formula('company', 'Heads', 'count(people.birthday)')
await formula('person', 'Deals', 'count(deals) + count(own_champion_of_deals)')
await formula('person', 'Mentees', 'count(own_mentor_of_people)')
await formula('person', 'Firm', 'company.own_won')
await formula('deal', 'Of the whole', 'amount / company.own_won')

/** The records whose formulas stand otherwise than a calculation from scratch gives. */
async function wrong(): Promise<string[]> {
  const found: string[] = []
  for (const table of ['deals', 'companies', 'people']) {
    const { rows } = await db.executeQuery<{ id: string; title: string; stands: object; should: object }>(
      CompiledQuery.raw(`select id, title, custom as stands, formulas_of_${table}(t) as should from ${table} t
        where custom is distinct from formulas_of_${table}(t)`),
    )
    found.push(
      ...rows.map(
        (row) => `${table} ${row.title}: ${JSON.stringify(row.stands)}, not ${JSON.stringify(row.should)}`,
      ),
    )
  }
  return found
}

/** A consumer that dies after its effects and before its cursor has moved, so many times. */
const dying = (times: number): Consumer => ({
  ...keepFormulas,
  batch: 3,
  async handle(tx, events) {
    await keepFormulas.handle(tx, events)
    if (times-- > 0) throw new Error('killed')
  },
})

/** Whoever was killed begins again where the cursor stands. */
const followThrough = (consumer: Consumer): Promise<void> =>
  follow(db, consumer).catch((error: Error) => {
    if (error.message !== 'killed') throw error
    return followThrough(consumer)
  })

async function fillAll(): Promise<void> {
  for (const { recordType, finishedAt } of await readFills(db))
    if (!finishedAt) await fill(database, recordType)
}

type Plural = 'deals' | 'companies' | 'people'
const ids = async (table: Plural, binned = false): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
    where (deleted_at is not null) = ${binned} order by id`.execute(db)
  return rows.map(({ id }) => id)
}

const at = fc.nat({ max: 1_000 })
const amount = fc.record({
  amount: fc.constantFrom('10.00', '99.99', '1000.00'),
  currency: fc.constantFrom('EUR', 'USD'),
})
const plural = fc.constantFrom<Plural>('deals', 'companies', 'people')
/** Which records are meant is told by numbers, taken among those that there are by then. */
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deal' as const), company: at, person: at, stage: at, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('company' as const), parent: at, employees: fc.nat({ max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('person' as const), company: at, mentor: at }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change deal' as const), which: at, what: fc.constantFrom('amount', 'company', 'person', 'stage', 'own_champion', 'own_partners'), to: at, amount }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('change company' as const), which: at, what: fc.constantFrom('name', 'employees', 'parent', 'annualRevenue'), to: at, amount }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('change person' as const), which: at, what: fc.constantFrom('lastName', 'company', 'own_mentor', 'birthday'), to: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bin' as const), plural, which: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), plural, which: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), plural, which: at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), plural: fc.constantFrom('companies' as const, 'people' as const), which: at, other: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unmerge' as const), which: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rate' as const), rate: fc.constantFrom('0.9', '1.1') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stage' as const), which: at, probability: fc.constantFrom(0.2, 0.7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), which: at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('follow' as const), killed: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const) }) },
) // prettier-ignore
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const pick = <T>(some: readonly T[], place: number): T | null => some[place % (some.length + 1)] ?? null
let number = 0
const succeeded = new Set<string>()

/** What is refused, as merging two of which one is gone, happens not: the ledger and the formulas agree on that too. */
async function perform(one: Act): Promise<void> {
  const write = async (method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
    const { status, text } = await call(owner, method, path, { body })
    if (status >= 500) throw new Error(`${method} ${path}: ${text}`)
    if (status < 300) succeeded.add(one.do)
  }
  const [deals, companies, people] = [await ids('deals'), await ids('companies'), await ids('people')]
  switch (one.do) {
    case 'deal': {
      const values = { name: `D${++number}`, company: pick(companies, one.company), person: pick(people, one.person), stage: pick(stages, one.stage)?.id ?? null, amount: one.amount } // prettier-ignore
      await write(
        'POST',
        '/deals',
        Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
      )
      return
    }
    case 'company':
      return write('POST', '/companies', {
        name: `C${++number}`,
        parent: pick(companies, one.parent),
        employees: one.employees,
      })
    case 'person':
      return write('POST', '/people', {
        lastName: `P${++number}`,
        company: pick(companies, one.company),
        own_mentor: pick(people, one.mentor),
      })
    case 'change deal': {
      const value = { amount: one.amount, company: pick(companies, one.to), person: pick(people, one.to), stage: stages[one.to % stages.length]?.id, own_champion: pick(people, one.to), own_partners: companies.filter((_, i) => (one.to >> i) % 2 === 1) }[one.what] // prettier-ignore
      return write('PATCH', `/deals/${pick(deals, one.which)}`, { [one.what]: value })
    }
    case 'change company': {
      const value = {
        name: `C${++number}`,
        employees: one.to,
        parent: pick(companies, one.to),
        annualRevenue: one.amount,
      }[one.what]
      return write('PATCH', `/companies/${pick(companies, one.which)}`, { [one.what]: value })
    }
    case 'change person': {
      const value = { lastName: `P${++number}`, company: pick(companies, one.to), own_mentor: pick(people, one.to), birthday: one.to % 2 ? '1990-01-01' : null }[one.what] // prettier-ignore
      return write('PATCH', `/people/${pick(people, one.which)}`, { [one.what]: value })
    }
    case 'bin':
      return write('DELETE', `/${one.plural}/${pick(await ids(one.plural), one.which)}`)
    case 'restore':
      return write('POST', `/${one.plural}/${pick(await ids(one.plural, true), one.which)}/restore`)
    case 'purge': {
      const id = pick(await ids(one.plural, true), one.which)
      const type = { deals: 'deal', companies: 'company', people: 'person' }[one.plural]
      return write('POST', '/bin/purge', { records: [{ type, id }] })
    }
    case 'merge': {
      const all = await ids(one.plural)
      return write('POST', `/${one.plural}/${pick(all, one.which)}/merge`, {
        others: [pick(all, one.other)],
      })
    }
    case 'unmerge': {
      const { rows } = await sql<{
        id: string
        type: string
        into: string
      }>`select id, type, into_id as into from record_merges where undone_at is null order by id`.execute(db)
      const merge = pick(rows, one.which)
      return void (
        merge &&
        (await write(
          'POST',
          `/${merge.type === 'person' ? 'people' : 'companies'}/${merge.into}/merges/${merge.id}/undo`,
        ))
      )
    }
    case 'rate':
      return write('PUT', '/exchange-rates/USD/2020-01-01', { rate: one.rate })
    case 'stage':
      return write('PATCH', `/stages/${pick(stages, one.which)?.id}`, {
        probability: one.probability,
      })
    case 'erase': {
      const id = pick(people, one.which)
      const { body } = await call(owner, 'GET', `/people/${id}`)
      return write('POST', `/people/${id}/erasure`, { name: body.title })
    }
    case 'follow':
      return followThrough(dying(one.killed))
    case 'fill':
      return fillAll()
  }
}

test('a record that is binned and deleted for good before the ledger is read leaves no trace in formulas', async () => {
  const company = await app.company({ name: 'Reads' })
  const person = await app.person({ lastName: 'Reads too' })
  const deal = await app.deal({ company: company.id, person: person.id })
  const champions = await app.deal({ own_champion: person.id })
  await follow(db, keepFormulas)
  const read = async () =>
    Promise.all([ask(owner, 'GET', `/companies/${company.id}`), ask(owner, 'GET', `/people/${person.id}`)])
  expect(await read()).toMatchObject([{ own_open: 1 }, { own_deals: 2 }])
  const goes = async (plural: Plural, type: string, id: string) => {
    await ask(owner, 'DELETE', `/${plural}/${id}`)
    await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type, id }] } })
  }
  await goes('deals', 'deal', deal.id)
  await follow(db, keepFormulas)
  expect(await read()).toMatchObject([{ own_open: 0 }, { own_deals: 1 }])
  await goes('people', 'person', person.id)
  await follow(db, keepFormulas)
  expect((await ask<{ own_where: string }>(owner, 'GET', `/deals/${champions.id}`)).own_where).not.toContain(
    'Reads too',
  )
  expect(await wrong()).toEqual([])
})

test(
  'whatever is written in whatever order, and wherever the consumer dies, formulas stand as a recount has them',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
        for (const one of acts) await perform(one)
        await follow(db, keepFormulas)
        await fillAll()
        expect(await wrong()).toEqual([])
      }),
      // Shrinking would go on from what the failure has left behind.
      { numRuns: 25, endOnFailure: true },
    )
    expect([...succeeded].toSorted()).toEqual([
      'bin',
      'change company',
      'change deal',
      'change person',
      'company',
      'deal',
      'erase',
      'merge',
      'person',
      'purge',
      'rate',
      'restore',
      'stage',
      'unmerge',
    ])
  },
)
