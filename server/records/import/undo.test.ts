import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { named, people, testImports } from '../../../tests/imports.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { resumeAbandoned } from './jobs.ts'
import { listKept } from './queries.ts'
import { beginUndo, previewUndo, workUndo } from './undo.ts'
import { formerValues } from './undo-chunk.ts'
import { loadImport } from './store.ts'
import { workImport } from './run.ts'

const { company, database, db, work, prepared, done, resultOf, rowsOf } = await testImports()
const { owner, ask, call } = company
await prepareJobs(database.pool)

async function undone(id: string) {
  await beginUndo(db, id, owner.id)
  await workUndo(work, id)
  const row = await loadImport(db, id)
  return { ...row, kept: (await listKept(database, id, 100, undefined)).data }
}
const titles = async (plural: string, source: string) =>
  (
    await rowsOf(
      sql<{
        title: string
      }>`select t.title from ${sql.table(plural)} t join external_ids x on x.record_id = t.id
        where x.source = ${source} and t.deleted_at is null order by t.title`,
    )
  ).map(({ title }) => title)

describe('undoing an import', () => {
  test('what it made goes to the bin, what it changed is as before, and what was changed since stays and is told', async () => {
    const known = await company.person({
      firstName: 'Known',
      lastName: 'One',
      email: 'known@undo.example',
      jobTitle: 'Cook',
    })
    const edited = await company.person({ firstName: 'Edited', lastName: null, email: 'edited@undo.example' })
    const { id } = await done(people('undo', [...named, { field: 'jobTitle', column: 'job' }]), {
      'people.csv':
        'id,name,mail,phone,job\n1,New,new@undo.example,,Baker\n2,Knut,known@undo.example,,Chef\n3,Edith,edited@undo.example,+351912345678,Judge\n4,Used,used@undo.example,,\n5,Touched,touched@undo.example,,\n',
    })
    const [used, touched] = await Promise.all(
      ['used', 'touched'].map(async (name) => {
        const found = await rowsOf(
          sql<{ id: string }>`select id from people where email = ${`${name}@undo.example`}`,
        )
        return found[0]!.id
      }),
    )
    await company.deal({ name: 'Since', person: used })
    await ask(owner, 'PATCH', `/people/${touched}`, { body: { jobTitle: 'Sailor' } })
    await ask(owner, 'PATCH', `/people/${edited.id}`, { body: { jobTitle: 'Pilot' } })

    expect(await previewUndo(db, id)).toEqual({
      types: [{ recordType: 'person', created: 3, changed: 2 }],
      touched: 2,
    })
    const after = await undone(id)
    expect(after).toMatchObject({
      state: 'undone',
      undo: { binned: 1, reverted: 2, kept: 3, total: 5, done: 5 },
    })
    expect(
      after.kept.map(({ title, fields, reason }) => [title, fields.join(), reason].join(': ')).sort(),
    ).toEqual([
      'Edited: Job title: It was changed again since',
      'Touched: : It was changed since',
      'Used: : It is used by deals that stay',
    ])
    expect(await ask(owner, 'GET', `/people/${known.id}`)).toMatchObject({
      firstName: 'Known',
      jobTitle: 'Cook',
    })
    expect(await ask(owner, 'GET', `/people/${edited.id}`)).toMatchObject({
      firstName: 'Edited',
      jobTitle: 'Pilot',
      phone: null,
    })
    // The ids that it gave to those who were there are given up.
    expect(await titles('people', 'undo')).toEqual(['Touched', 'Used'])
    expect(
      await rowsOf(
        sql`select type, actor_id from events where import_id = ${id} and type = 'person.deleted'`,
      ),
    ).toEqual([{ type: 'person.deleted', actor_id: owner.id }])
    // Again, nothing happens.
    await workUndo(work, id)
    expect((await loadImport(db, id)).undo).toMatchObject({ binned: 1, reverted: 2, kept: 3 })
  })

  test('mended and imported again, its records come out of the bin, other binned ones do not', async () => {
    const file = (job: string) => ({
      'people.csv': `id,name,mail,phone,job\n1,Ada,ada@again.example,,${job}\n2,Bea,bea@again.example,,${job}\n`,
    })
    const mapping = people('again', [...named, { field: 'jobTitle', column: 'job' }])
    const first = await done(mapping, file('wrong'))
    await undone(first.id)
    expect(await titles('people', 'again')).toEqual([])
    const trial = await done(mapping, file('right'), 'check')
    expect(trial.counts[0]).toMatchObject({ updated: 2, refused: 0 })
    expect(await titles('people', 'again')).toEqual([])
    const second = await done(mapping, file('right'))
    expect(second.counts[0]).toMatchObject({ updated: 2, refused: 0 })
    expect(await titles('people', 'again')).toEqual(['Ada', 'Bea'])
    expect(
      await rowsOf(sql`select distinct job_title from people where email like '%@again.example'`),
    ).toEqual([{ job_title: 'right' }])
    const bea = await rowsOf(sql<{ id: string }>`select id from people where email = 'bea@again.example'`)
    await ask(owner, 'DELETE', `/people/${bea[0]!.id}`)
    const third = await done(mapping, file('third'))
    expect(third.counts[0]).toMatchObject({ updated: 1, refused: 1 })
    // Undone in turn, the second import puts back only what nobody wrote to since.
    expect((await undone(second.id)).undo).toMatchObject({ binned: 0 })
  })

  test('what it made on the way goes too, deals before their pipeline, members before nobody', async () => {
    const mapping = {
      source: 'crm',
      creates: {
        pipelines: [
          {
            name: 'Made',
            stages: [
              { name: 'Open', kind: 'open' as const },
              { name: 'Won', kind: 'won' as const },
            ],
          },
        ],
      },
      files: [
        {
          match: 'deals.csv',
          recordType: 'user',
          sourceId: 'rep',
          fields: [{ field: 'name', column: 'rep' }],
        },
        {
          match: 'deals.csv',
          recordType: 'deal',
          sourceId: 'id',
          fields: [
            { field: 'name', template: 'Deal {id}' },
            { field: 'owner', column: 'rep', reference: { by: 'externalId' as const } },
            { field: 'company', column: 'account', reference: { by: 'name' as const, createMissing: true } },
            { field: 'pipeline', constant: 'Made', reference: { by: 'name' as const } },
            { field: 'stage', column: 'state', reference: { by: 'name' as const } },
          ],
        },
      ],
    }
    const files = { 'deals.csv': 'id,rep,account,state\n1,Rui,Acme Undo,Open\n2,Rui,Bcme Undo,Won\n' }
    const first = await done(mapping, files)
    expect(await previewUndo(db, first.id)).toMatchObject({
      types: [
        { recordType: 'company', created: 2 },
        { recordType: 'deal', created: 2 },
        { recordType: 'pipeline', created: 1 },
        { recordType: 'stage', created: 2 },
        { recordType: 'user', created: 1 },
      ],
    })
    const after = await undone(first.id)
    expect([after.state, after.kept]).toEqual(['undone', []])
    expect(after.undo).toMatchObject({ binned: 8 })
    const again = await done(mapping, files)
    expect(
      again.counts.map(({ created, updated, unchanged, refused, made }) => [
        created + updated + unchanged,
        refused,
        made,
      ]),
    ).toEqual([
      [1, 0, 0],
      [2, 0, 0],
    ])
    expect(await titles('deals', 'crm')).toEqual(['Deal 1', 'Deal 2'])
    // A deal of one's own in that pipeline keeps the pipeline, its stage, and nothing else.
    const stage = (
      await rowsOf(
        sql<{
          id: string
          pipeline_id: string
        }>`select s.id, s.pipeline_id from stages s join pipelines p on p.id = s.pipeline_id where p.name = 'Made' and s.name = 'Open'`,
      )
    )[0]!
    await company.deal({ name: 'Own', pipeline: stage.pipeline_id, stage: stage.id })
    const last = await undone(again.id)
    expect(last.kept.map(({ recordType, title }) => `${recordType} ${title}`).sort()).toEqual([
      'pipeline Made',
      'stage Open',
    ])
  })

  test('stages that people entered by it are left, the old stage is the last entered', async () => {
    const known = await company.person({
      firstName: 'Stage',
      lastName: null,
      email: 'stage@undo.example',
      lifecycleStage: 'lead',
    })
    const entries = () =>
      rowsOf(sql`select stage from lifecycle_entries where person_id = ${known.id} order by entered_at`)
    const { id } = await done(
      people('stages', named, {
        matchBy: ['email'],
        lifecycle: [{ stage: 'customer', column: 'won', format: 'yyyy-MM-dd' }],
      }),
      { 'people.csv': 'id,name,mail,phone,won\n1,Stage,stage@undo.example,,2026-01-05\n' },
    )
    expect((await entries()).length).toBe(2)
    await undone(id)
    expect(await entries()).toEqual([{ stage: 'lead' }])
    expect(await ask(owner, 'GET', `/people/${known.id}`)).toMatchObject({ lifecycleStage: 'lead' })
  })

  test('killed in the middle, it goes on where it stopped; stopped, it waits; nothing is taken back twice', async () => {
    const count = 5_000
    const rows = Array.from({ length: count }, (_, i) => `${i},P${i},p${i}@kill.example,`).join('\n')
    const { id } = await done(people('kill', named), { 'people.csv': `id,name,mail,phone\n${rows}\n` })
    await beginUndo(db, id, owner.id)
    await sql`create function die() returns trigger language plpgsql as $$ begin
      if (new.undo ->> 'done')::int > 2000 then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`.execute(
      db,
    )
    await sql`create trigger die before update on imports for each row execute function die()`.execute(db)
    await expect(workUndo(work, id)).rejects.toThrow()
    await sql`drop trigger die on imports`.execute(db)
    expect(await loadImport(db, id)).toMatchObject({ state: 'undoing', undo: { done: 2_000, total: count } })
    await resumeAbandoned(database)
    expect(
      await rowsOf(
        sql`select payload from graphile_worker._private_jobs where payload ->> 'importId' = ${id}`,
      ),
    ).toEqual([{ payload: { importId: id, mode: 'undo' } }])

    await sql`update imports set cancelling = true where id = ${id}`.execute(db)
    await workUndo(work, id)
    expect(await loadImport(db, id)).toMatchObject({
      state: 'half-undone',
      undo: { done: 4_000, binned: 4_000 },
    })
    await undone(id)
    expect(await loadImport(db, id)).toMatchObject({ state: 'undone', undo: { done: count, binned: count } })
    expect(
      await rowsOf(sql`select count(*)::int as n, count(distinct subject_id)::int as people from events
        where import_id = ${id} and type = 'person.deleted'`),
    ).toEqual([{ n: count, people: count }])
  }, 60_000)

  test('only what has ended and has written is undone, by those who may', async () => {
    const id = await prepared(people('none', named), { 'people.csv': 'id,name,mail,phone\n1,A,,\n' })
    expect((await call(owner, 'POST', `/imports/${id}/undo`)).status).toBe(409)
    await workImport(work, id, 'check')
    expect((await call(owner, 'POST', `/imports/${id}/undo`)).status).toBe(409)
    await workImport(work, id, 'run')
    expect((await resultOf(id)).state).toBe('done')
    const seller = await company.member('seller')
    expect((await call(seller, 'POST', `/imports/${id}/undo`)).status).toBe(404)
    expect((await call(owner, 'POST', `/imports/${id}/undo`)).status).toBe(202)
    expect(await loadImport(db, id)).toMatchObject({ state: 'undoing', undo: { by: owner.id } })
  })
})

test('exchange rates come from a file, and go back to what they were', async () => {
  await ask(owner, 'PUT', '/exchange-rates/GBP/2026-01-01', { body: { rate: '1.1' } })
  const rates = async () =>
    (
      await ask<{ data: { currency: string; fromOn: string; rate: string }[] }>(
        owner,
        'GET',
        '/exchange-rates',
      )
    ).data
      .filter(({ currency }) => currency === 'GBP' || currency === 'USD')
      .map(({ currency, fromOn, rate }) => `${currency} ${fromOn} ${rate}`)
  const mapping = {
    source: 'bank',
    files: [
      {
        match: 'rates.csv',
        recordType: 'exchange-rate',
        fields: [
          { field: 'fromOn', column: 'date' },
          { field: 'currency', column: 'from' },
          { field: 'rate', column: 'rate' },
        ],
      },
    ],
  }
  const files = {
    'rates.csv':
      'date,from,rate\n2026-01-01,GBP,1.2\n2026-01-01,usd,0.9\n2026-02-01,USD,0.95\n2026-02-01,USD,9\n2026-01-01,EUR,1\n2026-01-01,USD,-1\n2026-01-01,dollars,1\n',
  }
  const trial = await done(mapping, files, 'check')
  const expected = { created: 2, updated: 1, unchanged: 1, refused: 3 }
  expect(trial.counts[0]).toMatchObject(expected)
  expect(await rates()).toEqual(['GBP 2026-01-01 1.1'])
  const { id, counts, refusals } = await done(mapping, files)
  expect(counts[0]).toMatchObject(expected)
  expect(refusals.map(({ row, reason }) => [row, reason])).toEqual([
    [6, 'EUR is the company’s own currency and needs no rate. Choose another.'],
    [7, 'Use a positive decimal number, such as 0.92'],
    [8, '“DOLLARS” is no currency such as USD'],
  ])
  expect(await rates()).toEqual(['GBP 2026-01-01 1.2', 'USD 2026-02-01 0.95', 'USD 2026-01-01 0.9'])
  expect((await done(mapping, files)).counts[0]).toMatchObject({ created: 0, updated: 0, unchanged: 4 })

  await ask(owner, 'PUT', '/exchange-rates/USD/2026-01-01', { body: { rate: '0.91' } })
  const after = await undone(id)
  expect(after.undo).toMatchObject({ reverted: 2, kept: 1 })
  expect(await rates()).toEqual(['GBP 2026-01-01 1.1', 'USD 2026-01-01 0.91'])
})

test('former values are found through several deeds, and only where nobody wrote in between', () => {
  const type = { name: 'x', fields: { a: { type: 'text', label: 'A' }, b: { type: 'text', label: 'B' } } }
  const former = (record: Record<string, unknown>, ...changes: Record<string, [unknown, unknown]>[]) =>
    formerValues(
      type as never,
      record,
      changes.map((one) => ({ changes: one })),
    )
  expect(former({ a: '3' }, { a: ['2', '3'] }, { a: ['1', '2'] })).toEqual({ former: { a: '1' }, since: [] })
  expect(former({ a: '9', b: '2' }, { a: ['1', '2'], b: [null, '2'] })).toEqual({
    former: { b: null },
    since: ['a'],
  })
  expect(former({ a: '1' }, { a: ['1', '2'] })).toEqual({ former: {}, since: [] })
})
