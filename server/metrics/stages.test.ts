import { expect, it } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { testCompany } from '../../tests/builders.ts'

const acme = await testCompany()
const { owner, ask, deal, member } = acme
const run = (text: string, values: unknown[] = []) => acme.database.pool.query(text, values)
const pipeline = await ask(owner, 'POST', '/pipelines', { body: { name: 'Fleet' } })
const made: Record<string, string> = {}
for (const [name, kind, position] of [
  ['First', 'open', 1],
  ['Second', 'open', 2],
  ['Third', 'open', 3],
  ['Won', 'won', 4],
  ['Lost', 'lost', 5],
] as const)
  made[name] = (
    await ask(owner, 'POST', '/stages', { body: { name, kind, position, pipeline: pipeline.id } })
  ).id

const read = (slug: string, query: Record<string, unknown>, who = owner) =>
  ask<MetricAnswer>(who, 'GET', `/metrics/${slug}`, { query: { pipeline: pipeline.id, ...query } })
const behind = async (slug: string, query: Record<string, unknown>) =>
  (
    await ask<{ data: RecordBehind[] }>(owner, 'GET', `/metrics/${slug}/records`, {
      query: { pipeline: pipeline.id, ...query },
    })
  ).data

/** A deal that took this way: stages and the days on which it came into them. */
async function went(way: Record<string, string> | [stage: string, day: string][], values = {}) {
  const path = Array.isArray(way) ? way : Object.entries(way)
  const [last] = path.at(-1) as [string, string]
  const closes = last === 'Won' || last === 'Lost'
  const record = await deal({
    pipeline: pipeline.id,
    stage: made[last],
    openedOn: '2000-01-01',
    ...(closes && { closedOn: path.at(-1)?.[1] }),
    ...values,
  })
  await run('delete from deal_stage_entries where deal_id = $1', [record.id])
  for (const [stage, day] of path)
    await run(
      `insert into deal_stage_entries (deal_id, stage_id, status, at, entered_on) select $1, id, kind, $3, $4 from stages where id = $2`,
      [record.id, made[stage], `${day}T12:00:00Z`, day],
    )
  return record
}
const steps = ({ groups }: MetricAnswer) =>
  Object.fromEntries(
    groups.map(({ label, numerator, denominator, beside }) => [
      label,
      [denominator, numerator, ...(beside ?? []).map((one) => one.numerator)],
    ]),
  )

it('follows the deals that entered each stage: to a later one, the next, won, lost', async () => {
  await went({ First: '2011-01-01', Second: '2011-01-05', Third: '2011-02-01', Won: '2011-03-01' })
  await went({ First: '2011-01-02', Third: '2011-01-09' })
  await went({ First: '2011-01-03', Lost: '2011-01-09' })
  await went({ First: '2011-01-04', Won: '2011-06-01' })
  await went({ First: '2011-01-31' })
  await went({ First: '2010-12-31', Second: '2011-02-01' })
  const january = { from: '2011-01-01', to: '2011-02-01', by: 'stage', grain: 'month' }
  const answer = await read('sales.stage-conversion', january)
  // Entered, went on, to the next, won, lost.
  expect(steps(answer)).toEqual({ First: [5, 3, 1, 2, 1], Second: [1, 1, 1, 1, 0], Third: [1, 0, 0, 0, 0] })
  expect(answer).toMatchObject({ value: 4 / 7, numerator: 4, denominator: 7, n: 7 })
  expect(answer.series).toMatchObject([{ from: '2011-01-01', n: 7 }])
  expect(
    (await read('sales.stage-conversion', { ...january, from: '2009-01-01', to: '2009-02-01' })).value,
  ).toBeNull()
  const first = await behind('sales.stage-conversion', { ...january, group: made['First'] })
  expect(first.map(({ outcome }) => outcome).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    'Lost',
    'Not yet',
    'Went on',
    'Won',
    'Won',
  ])
  // Whoever stands in two stages of the cohort is listed once.
  expect(await behind('sales.stage-conversion', january)).toHaveLength(5)
})

it('counts a deal once in a stage that it enters again, in the cohort of its first entry', async () => {
  await went([
    ['First', '2012-01-01'],
    ['Second', '2012-01-02'],
    ['First', '2012-01-20'],
    ['Second', '2012-02-02'],
    ['Lost', '2012-02-03'],
  ])
  // Back to an earlier stage is not on.
  await went([
    ['Second', '2012-01-05'],
    ['First', '2012-01-06'],
  ])
  const by = { by: 'stage', grain: 'year' }
  expect(
    steps(await read('sales.stage-conversion', { from: '2012-01-01', to: '2012-02-01', ...by })),
  ).toEqual({
    First: [2, 1, 1, 0, 0],
    Second: [2, 0, 0, 0, 1],
  })
  expect(
    steps(await read('sales.stage-conversion', { from: '2012-02-01', to: '2012-03-01', ...by })),
  ).toEqual({})
})

it('knows as of a moment only what was recorded by then', async () => {
  const { id } = await went({ First: '2013-01-01', Second: '2013-01-02' })
  await run(
    `update deal_stage_entries set recorded_at = case when stage_id = $2 then timestamptz '2013-01-01' else '2013-02-01' end
    where deal_id = $1`,
    [id, made['First']],
  )
  await run(`delete from events where subject_id = $1`, [id])
  const year = { from: '2013-01-01', to: '2014-01-01', by: 'stage' }
  const then = async (asOf?: string) => steps(await read('sales.stage-conversion', { ...year, asOf }))
  expect(await then()).toEqual({ First: [1, 1, 1, 0, 0], Second: [1, 0, 0, 0, 0] })
  expect(await then('2013-01-15T00:00:00Z')).toEqual({ First: [1, 0, 0, 0, 0] })
  const left = async (asOf?: string) => (await read('sales.days-in-stage', { ...year, asOf })).n
  expect([await left(), await left('2013-01-15T00:00:00Z')]).toEqual([1, 0])
})

it('measures the stays that ended in the period, open stages only, each stay by itself', async () => {
  const seller = await member('seller')
  await went({ First: '2014-01-01', Second: '2014-02-03', Won: '2014-02-10' }, { owner: seller.id })
  await went({ First: '2014-01-30', Lost: '2014-02-09' })
  await went([
    ['First', '2014-02-01'],
    ['Second', '2014-02-03'],
    ['First', '2014-02-05'],
    ['Second', '2014-03-01'],
  ])
  const february = { from: '2014-02-01', to: '2014-03-01', by: 'stage', grain: 'month' }
  const answer = await read('sales.days-in-stage', february)
  const of = (name: string) => answer.groups.find(({ label }) => label === name)
  // First: 33, 10 and 2 days; Second: 7 and 2. The last stay in First ends in March.
  expect(of('First')).toMatchObject({ n: 3, median: 10, mean: 15 })
  expect(of('First')?.p90).toBeCloseTo(28.4, 10)
  expect(of('Second')).toMatchObject({ n: 2, median: 4.5, mean: 4.5 })
  expect(answer).toMatchObject({ n: 5, value: 7, unit: 'days' })
  expect(answer.groups).toHaveLength(2)
  expect((await read('sales.days-in-stage', february, seller)).n).toBe(2)
  expect(await behind('sales.days-in-stage', february)).toHaveLength(3)
  expect(await behind('sales.days-in-stage', { ...february, group: made['First'] })).toMatchObject([
    { on: '2014-02-09', value: 10 },
    { on: '2014-02-03', value: 2 },
    { on: '2014-02-03', value: 33 },
  ])
})
