import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { company } from '../../contract/customer/company.ts'
import { lifecycleStages } from '../../contract/customer/lifecycle.ts'
import { person } from '../../contract/customer/person.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { Refusal } from '../http/problem.ts'
import { mergeRecords } from './merge.ts'
import { unmergeRecords } from './unmerge.ts'
import { createRecords, updateRecords } from './write.ts'
import { recordTypeOf } from '../../contract/record-types.ts'

const { db, database } = await testCompany()
const context = () => contextFor(database)

/** Written since of a record that was merged and taken apart; and a mark that may stay on an entry whose like has gone. */
const free: Record<string, string[]> = {
  people: ['version', 'updated_at'],
  companies: ['version', 'updated_at'],
  lifecycle_entries: ['again'],
}

/** The ledger only grows, and a merge is kept; all else is to be as it was. */
const growing = ['events', 'event_subjects', 'record_merges', 'record_merge_rows', 'idempotency_keys']

async function world(): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not c.relispartition and c.relname <> all(${growing}) order by 1`.execute(db)
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{
      row: string
    }>`select (to_jsonb(t) - ${free[name] ?? []}::text[])::text as row from ${sql.table(name)} t order by 1`.execute(
      db,
    )
    if (rows.length > 0) all[name] = rows.map(({ row }) => row)
  }
  return all
}

const stages = lifecycleStages.map(({ value }) => value)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const of = (most: number) => fc.nat(most - 1)
const people = 4
const companies = 3

const drawn = fc.record({
  people: fc.array(
    fc.record({
      firstName: maybe(fc.constantFrom('Ana', 'Bo', 'Cy')),
      phone: maybe(fc.constantFrom('+351910000001', '+351910000002')),
      email: fc.boolean(),
      jobTitle: maybe(fc.constantFrom('CEO', 'CTO')),
      tags: maybe(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })),
      company: maybe(of(companies)),
      stages: fc.array(fc.constantFrom(...stages), { maxLength: 3 }),
    }),
    { minLength: people, maxLength: people },
  ),
  companies: fc.array(
    fc.record({
      domain: maybe(fc.constantFrom('one.example', 'two.example')),
      phone: maybe(fc.constantFrom('+351210000001', '+351210000002')),
      parent: maybe(of(companies)),
      stages: fc.array(fc.constantFrom(...stages), { maxLength: 2 }),
    }),
    { minLength: companies, maxLength: companies },
  ),
  employments: fc.array(
    fc.record({
      person: of(people),
      company: of(companies),
      role: maybe(fc.constantFrom('x', 'y')),
      ended: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
  deals: fc.array(fc.record({ person: maybe(of(people)), company: maybe(of(companies)) }), { maxLength: 4 }),
  notes: fc.array(fc.record({ person: maybe(of(people)), company: maybe(of(companies)) }), { maxLength: 3 }),
  meetings: fc.array(fc.uniqueArray(of(people), { minLength: 1 }), { maxLength: 2 }),
  pairs: fc.uniqueArray(fc.record({ a: of(people), b: of(people), dismissed: fc.boolean() }), {
    maxLength: 4,
    selector: ({ a, b }) => `${Math.min(a, b)} ${Math.max(a, b)}`,
  }),
  merges: fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('person'), into: of(people), other: of(people), theirs: fc.boolean() }),
      fc.record({
        type: fc.constant('company'),
        into: of(companies),
        other: of(companies),
        theirs: fc.boolean(),
      }),
    ),
    { minLength: 1, maxLength: 5 },
  ),
  order: fc.infiniteStream(fc.nat(100)),
})

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

/** Writes the world that was drawn, in an empty database; the ids by place. */
async function build(drawing: Drawn): Promise<{ people: string[]; companies: string[] }> {
  for (const table of [
    'deals',
    'notes',
    'meetings',
    'people',
    'companies',
    'record_links',
    'external_ids',
    'search_entries',
  ])
    await sql`delete from ${sql.table(table)}`.execute(db)
  const create = async (name: string, values: Record<string, unknown>) =>
    (await createRecords(context(), recordTypeOf(name), [{ values }])).records[0]?.id as string
  const firms: string[] = []
  for (const { domain, phone, parent, stages: entered } of drawing.companies) {
    const id = await create('company', {
      name: `Firm ${firms.length}`,
      domain,
      phone,
      parent: firms[parent ?? -1] ?? null,
    })
    for (const stage of entered)
      await updateRecords(context(), company, [{ id, values: { lifecycleStage: stage } }])
    firms.push(id)
  }
  const ids: string[] = []
  for (const { email, company: firm, stages: entered, ...values } of drawing.people) {
    const place = ids.length
    const id = await create('person', {
      ...values,
      lastName: `Duarte ${place}`,
      email: email ? `person${place}@world.example` : null,
      company: firms[firm ?? -1] ?? null,
    })
    for (const stage of entered)
      await updateRecords(context(), person, [{ id, values: { lifecycleStage: stage } }])
    await sql`insert into external_ids (type, source, external_id, record_id) values ('person', 'old', ${String(place)}, ${id})`.execute(
      db,
    )
    ids.push(id)
  }
  for (const { person: who, company: where, role, ended } of drawing.employments)
    await sql`insert into employments (person_id, company_id, role, started_on, ended_on)
      values (${ids[who]}, ${firms[where]}, ${role}, '2019-01-01', ${ended ? '2020-01-01' : null}) on conflict do nothing`.execute(
      db,
    )
  const { rows } = await sql<{
    id: string
    pipeline: string
  }>`select id, pipeline_id as pipeline from stages limit 1`.execute(db)
  for (const { person: who, company: where } of drawing.deals)
    await create('deal', {
      name: 'Deal',
      person: ids[who ?? -1] ?? null,
      company: firms[where ?? -1] ?? null,
      stage: rows[0]?.id,
      pipeline: rows[0]?.pipeline,
    })
  for (const { person: who, company: where } of drawing.notes)
    await create('note', {
      body: 'Note',
      person: ids[who ?? -1] ?? null,
      company: firms[where ?? -1] ?? null,
    })
  for (const attendees of drawing.meetings)
    await create('meeting', {
      subject: 'Met',
      startsAt: '2026-02-03T10:00:00Z',
      attendees: attendees.map((i) => ids[i]),
    })
  for (const { a, b, dismissed } of drawing.pairs) {
    const [first, second] = [ids[a] as string, ids[b] as string].sort()
    if (first !== second)
      await sql`insert into duplicate_pairs (type, first_id, second_id, score, reasons, state, dismissed_at)
        values ('person', ${first}, ${second}, 0.8, '{name}', ${dismissed ? 'dismissed' : 'open'}, ${dismissed ? context().now : null})`.execute(
        db,
      )
  }
  return { people: ids, companies: firms }
}

const apart = async (merge: { id: string; type: RecordType }): Promise<boolean> => {
  try {
    await unmergeRecords(context(), merge.type, merge.id)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.problem.status === 409) return false
    throw error
  }
}

async function mergeAll(drawing: Drawn, ids: { people: string[]; companies: string[] }) {
  const done: { id: string; type: RecordType; before: Record<string, string[]> }[] = []
  for (const { type: name, into, other, theirs } of drawing.merges) {
    const type = recordTypeOf(name)
    const [primary, secondary] = [into, other].map((i) => ids[type.plural as 'people'][i] as string)
    const before = await world()
    try {
      const choices: Record<string, string> = theirs ? { phone: secondary as string } : {}
      await mergeRecords(context(), type, primary as string, {
        others: [secondary as string],
        choices,
        versions: {},
      })
    } catch (error) {
      // Itself, or one that has gone into another already.
      if (error instanceof Refusal) continue
      throw error
    }
    const { rows } = await sql<{
      id: string
    }>`select id from record_merges where undone_at is null order by id desc limit 1`.execute(db)
    done.push({ id: rows[0]?.id as string, type, before })
  }
  return done
}

test('merges taken apart in the order opposite to theirs leave every table as it was, step by step', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (drawing) => {
      const done = await mergeAll(drawing, await build(drawing))
      for (const merge of done.toReversed()) {
        expect(await apart(merge)).toBe(true)
        expect(await world()).toEqual(merge.before)
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('in any other order each is taken apart or refused, and in the end every table is as it was', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (drawing) => {
      const done = await mergeAll(drawing, await build(drawing))
      let left = done
      for (const pick of drawing.order) {
        if (left.length === 0) break
        const tried = left[pick % left.length] as (typeof left)[number]
        if (await apart(tried)) left = left.filter((merge) => merge !== tried)
        // What was merged last never waits for another.
        else expect(tried).not.toBe(left.at(-1))
      }
      if (done[0]) expect(await world()).toEqual(done[0].before)
    }),
    { numRuns: 40 },
  )
}, 120_000)
