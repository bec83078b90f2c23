import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { company } from '../../contract/customer/company.ts'
import { lifecycleStages } from '../../contract/customer/lifecycle.ts'
import { person } from '../../contract/customer/person.ts'
import { deal } from '../../contract/sales/deal.ts'
import { addDays } from '../../contract/values/day.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { system } from '../http/caller.ts'
import { mergeRecords } from '../records/merge.ts'
import { createRecords } from '../records/write.ts'
import { sources } from './metrics.ts'
import { readMetric } from './read.ts'

const { database, db, stages } = await testCompany()
const stageIds = await stages()
const context = contextFor(database, {
  caller: system('import'),
  organisation: { name: 'Acme', timeZone: 'Europe/Lisbon', currency: 'EUR' },
  now: '2025-01-01T00:00:00.000Z',
})

const people = 5
const companies = 4
const ranks = lifecycleStages.map(({ value }) => value)
const day = fc.nat(330)

const drawn = fc.record({
  /** Who each record of a person, or of a company, really is: records with one number are one. */
  who: fc.array(fc.nat(2), { minLength: people, maxLength: people }),
  which: fc.array(fc.nat(2), { minLength: companies, maxLength: companies }),
  employers: fc.array(fc.option(fc.nat(companies - 1), { nil: null }), {
    minLength: people,
    maxLength: people,
  }),
  /** Each record's stages only go forward, each on its own day. */
  entries: fc.array(
    fc.uniqueArray(fc.record({ stage: fc.constantFrom(...ranks), day }), {
      selector: ({ stage }) => stage,
      maxLength: 4,
    }),
    { minLength: people, maxLength: people },
  ),
  deals: fc.array(
    fc.record({
      person: fc.option(fc.nat(people - 1), { nil: null }),
      company: fc.option(fc.nat(companies - 1), { nil: null }),
      day,
      stage: fc.constantFrom('Won', 'Won', 'Lost', 'open'),
      amount: fc.nat(10_000),
    }),
    { maxLength: 10 },
  ),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const dayAt = (offset: number) => addDays('2024-01-15', offset)

interface World {
  people: string[]
  companies: string[]
}

async function write(drawing: Drawn, one: boolean): Promise<World> {
  for (const table of ['deals', 'people', 'companies', 'search_entries'])
    await sql`delete from ${sql.table(table)}`.execute(db)
  // In a world where they were one from the start, all that is said of any is said of the first.
  const first = (groups: readonly number[], i: number) => (one ? groups.indexOf(groups[i] as number) : i)
  const create = async (
    type: typeof person | typeof company | typeof deal,
    values: Record<string, unknown>,
  ) =>
    (await createRecords(context, type, [{ values, createdAt: `${dayAt(0)}T00:00:00.000Z` }])).records[0]
      ?.id as string
  const firms: string[] = []
  for (let i = 0; i < companies; i++) firms.push(await create(company, { name: `Firm ${i}` }))
  const ids: string[] = []
  for (let i = 0; i < people; i++) {
    // The employer is the one that the first record of somebody names: which of two is theirs today is a choice.
    const employer = drawing.employers[drawing.who.indexOf(drawing.who[i] as number)] ?? null
    ids.push(
      await create(person, {
        lastName: `Duarte ${i}`,
        company: employer === null ? null : firms[first(drawing.which, employer)],
      }),
    )
  }
  const entries = ids.flatMap((_, i) => {
    const days = (drawing.entries[i] ?? []).map((entry) => entry.day).toSorted((a, b) => a - b)
    const names = (drawing.entries[i] ?? []).map(({ stage }) => stage)
    const inOrder = names.toSorted((a, b) => ranks.indexOf(a) - ranks.indexOf(b))
    return inOrder.map((stage, k) => ({ who: first(drawing.who, i), stage, day: days[k] as number }))
  })
  // Whoever is one has come as far as any of them; what comes later and says less is nothing new.
  const furthest = new Map<number, number>()
  const told = one
    ? entries
        .toSorted((a, b) => a.day - b.day || ranks.indexOf(a.stage) - ranks.indexOf(b.stage))
        .filter(({ who, stage }) => {
          const rank = ranks.indexOf(stage)
          if (rank <= (furthest.get(who) ?? -1)) return false
          furthest.set(who, rank)
          return true
        })
    : entries
  for (const { who, stage, day: on } of told)
    await sql`insert into lifecycle_entries (person_id, stage, entered_at, entered_on)
      values (${ids[who]}, ${stage}, ${`${dayAt(on)}T12:00:00Z`}, ${dayAt(on)})`.execute(db)
  for (const { person: who, company: which, day: on, stage, amount } of drawing.deals)
    await create(deal, {
      name: 'Deal',
      person: who === null ? null : ids[first(drawing.who, who)],
      company: which === null ? null : firms[first(drawing.which, which)],
      stage: (stage === 'open'
        ? Object.values(stageIds).find(({ kind }) => kind === 'open')
        : stageIds[stage]
      )?.id,
      amount: { amount: String(amount), currency: 'EUR' },
      openedOn: dayAt(Math.max(0, on - 20)),
      ...(stage === 'open' ? {} : { closedOn: dayAt(on) }),
    })
  return { people: ids, companies: firms }
}

async function mergeGroups(world: World, drawing: Drawn): Promise<void> {
  for (const [type, ids, groups] of [
    [company, world.companies, drawing.which],
    [person, world.people, drawing.who],
  ] as const)
    for (const group of new Set(groups)) {
      const [into, ...others] = ids.filter((_, i) => groups[i] === group)
      if (others.length > 0)
        await mergeRecords(context, type, into as string, { others, choices: {}, versions: {} })
    }
}

async function figures() {
  const all: Record<string, unknown> = {}
  for (const [slug, source] of Object.entries(sources)) {
    const answer = await readMetric(context, source, { from: '2024-01-01', to: '2025-01-01', grain: 'month' })
    all[slug] = answer
  }
  return all
}

it('counts whoever was merged as if they had been one from the start, in every metric', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (drawing) => {
      await mergeGroups(await write(drawing, false), drawing)
      const merged = await figures()
      await write(drawing, true)
      expect(merged).toEqual(await figures())
    }),
    {
      numRuns: 20,
      examples: [
        // Two of one who came into different stages at the same moment.
        [
          {
            who: [0, 0, 0, 0, 0],
            which: [0, 0, 0, 0],
            employers: [null, null, null, null, null],
            entries: [[], [], [], [{ stage: 'lead', day: 2 }], [{ stage: 'opportunity', day: 2 }]],
            deals: [],
          },
        ],
      ],
    },
  )
}, 120_000)
