import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { permissionOf, type OwnRole } from '../../contract/team/role.ts'
import { contextFor, testCompany, type TestCaller } from '../../tests/builders.ts'
import { system } from '../http/caller.ts'
import { sources } from './metrics.ts'
import { readMetric } from './read.ts'

const acme = await testCompany()
const { owner, ask, call, deal, member, db } = acme
const stages = await acme.stages()

const read = (slug: string, query: Record<string, unknown>, who = owner) =>
  ask<MetricAnswer>(who, 'GET', `/metrics/${slug}`, { query })
const entered = (id: string, stage: string, on: string) =>
  sql`insert into lifecycle_entries (person_id, stage, entered_at, entered_on)
    values (${id}, ${stage}, ${`${on}T12:00:00Z`}, ${on})`.execute(db)
async function lead(on: string, values: Record<string, unknown> = {}): Promise<string> {
  const { id } = await acme.person(values)
  await entered(id, 'lead', on)
  return id
}

it('counts entries into the stage lead in the half-open period, by people who are not in the bin', async () => {
  await lead('2011-01-01')
  await lead('2011-02-01')
  await lead('2010-12-31')
  const qualified = await acme.person()
  await entered(qualified.id, 'mql', '2011-01-02')
  const binned = await lead('2011-01-03')
  const twice = await lead('2011-01-04')
  await entered(twice, 'lead', '2011-01-05')
  const january = { from: '2011-01-01', to: '2011-02-01', by: 'owner', grain: 'day' }
  const values = async () => {
    const [leads, cohort] = [
      await read('marketing.leads', january),
      await read('sales.conversion-rate', january),
    ]
    expect(cohort.denominator).toBe(leads.value)
    expect(cohort.series.map(({ n }) => n)).toEqual(leads.series.map(({ n }) => n))
    const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/marketing.leads/records', {
      query: { ...january, group: owner.id },
    })
    expect(data).toHaveLength(leads.n)
    return [leads.value, leads.groups.map(({ value }) => value), leads.series.slice(0, 6).map(({ n }) => n)]
  }
  expect(await values()).toEqual([3, [3], [1, 0, 1, 1, 1, 0]])
  await call(owner, 'DELETE', `/people/${binned}`)
  expect(await values()).toEqual([2, [2], [1, 0, 0, 1, 1, 0]])
  await call(owner, 'DELETE', `/people/${twice}`)
  expect(await values()).toEqual([1, [1], [1, 0, 0, 0, 0, 0]])
})

it('covers the people and the first deals that the reader may see', async () => {
  const seller = await member('seller')
  await lead('2012-01-01', { owner: seller.id })
  await lead('2012-01-01')
  const won = (values: Record<string, unknown>) =>
    deal({ stage: stages['Won']?.id, openedOn: '2001-01-01', closedOn: '2012-01-01', ...values })
  const firm = await acme.company()
  await won({ owner: seller.id, company: firm.id })
  await won({ owner: seller.id })
  await won({ owner: owner.id, company: (await acme.company()).id })
  // Whose first deal it was is asked of all: to the seller an old customer is not new.
  const regular = await acme.company()
  await won({ owner: owner.id, company: regular.id, closedOn: '2011-12-31' })
  await won({ owner: seller.id, company: regular.id })
  const year = { from: '2012-01-01', to: '2013-01-01' }
  const seen = async (slug: string, who: TestCaller) => (await read(slug, year, who)).value
  expect([await seen('marketing.leads', owner), await seen('sales.new-customers', owner)]).toEqual([2, 2])
  const theirs = await read('sales.new-customers', year, seller)
  expect(theirs).toMatchObject({ value: 1, leftOut: [{ reason: 'no-customer', n: 1 }] })
  // A role of the company's own may see one's own people only.
  const only: OwnRole = {
    key: 'own-people',
    name: 'Own people',
    base: 'seller',
    rights: [],
    permissions: { person: { ...permissionOf('seller', { name: 'person' }), see: 'own' } },
    fields: {},
  }
  const context = contextFor(acme.database, { caller: { ...system('api', seller.id), role: only } })
  for (const slug of ['marketing.leads', 'sales.conversion-rate'] as const)
    expect((await readMetric(context, sources[slug], { ...year, grain: 'year' })).n).toBe(1)
})

it('follows a cohort by each step, from the day of entry on, as far as the reader may see', async () => {
  const cohort = { from: '2013-01-10', to: '2013-01-11' }
  const won = (values: Record<string, unknown>) =>
    deal({ stage: stages['Won']?.id, openedOn: '2001-01-01', closedOn: '2013-01-10', ...values })
  const [sameDay, colleagues, before] = await Promise.all([acme.company(), acme.company(), acme.company()])
  await lead('2013-01-10', { company: sameDay.id })
  await won({ company: sameDay.id })
  await lead('2013-01-10', { company: colleagues.id })
  await won({ person: (await acme.person({ company: colleagues.id })).id })
  const own = await lead('2013-01-10')
  await won({ person: own })
  // None of these became a customer: by a deal in the bin, one of the day before, one that was lost.
  await call(owner, 'DELETE', `/deals/${(await won({ person: await lead('2013-01-10') })).id}`)
  await lead('2013-01-10', { company: before.id })
  await won({ company: before.id, closedOn: '2013-01-09' })
  await won({ person: await lead('2013-01-10'), stage: stages['Lost']?.id })
  const [late, early] = [await lead('2013-01-10'), await lead('2013-01-10')]
  await entered(late, 'opportunity', '2013-01-10')
  await entered(early, 'opportunity', '2013-01-09')
  await entered(await lead('2013-01-10'), 'mql', '2013-05-01')
  const steps = async (who = owner) => {
    const { numerator, denominator, beside } = await read('sales.conversion-rate', cohort, who)
    return [denominator, ...(beside ?? []).map((step) => step.numerator), numerator]
  }
  expect(await steps()).toEqual([9, 5, 4, 3, 3])
  // The deals are the owner's, whom this seller does not see.
  expect(await steps(await member('seller'))).toEqual([9, 2, 1, 0, 0])
})
