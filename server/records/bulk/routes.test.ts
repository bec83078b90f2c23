import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { BulkEdit, BulkPreview, Stayed } from '../../../contract/records/bulk-edit.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { workBulkEdit } from './jobs.ts'

const company = await testCompany()
const { owner, ask, call, db, database } = company
await prepareJobs(database.pool)

const some = async (count: number, values: (i: number) => Record<string, unknown>): Promise<string[]> => {
  const ids: string[] = []
  for (let at = 0; at < count; at += 1_000) {
    const operations = Array.from({ length: Math.min(1_000, count - at) }, (_, i) => ({
      do: 'create',
      values: values(at + i),
    }))
    const { results } = await ask<{ results: { record: AnyRecord }[] }>(owner, 'POST', '/people/batch', {
      body: { operations },
    })
    ids.push(...results.map(({ record }) => record.id))
  }
  return ids
}
const preview = (body: unknown, who: TestCaller = owner, plural = 'people') =>
  ask<BulkPreview>(who, 'POST', `/${plural}/bulk-edits/preview`, { body })
const start = (body: unknown, who: TestCaller = owner, plural = 'people') =>
  ask<BulkEdit>(who, 'POST', `/${plural}/bulk-edits`, { body })
const read = (id: string, who = owner) => ask<BulkEdit>(who, 'GET', `/bulk-edits/${id}`)
const person = (id: string) => ask(owner, 'GET', `/people/${id}`)
const stayed = async (id: string, outcome: 'refused' | 'kept') =>
  (await ask<{ data: Stayed[] }>(owner, 'GET', `/bulk-edits/${id}/stayed`, { query: { outcome } })).data

async function done(body: unknown, who: TestCaller = owner, plural = 'people'): Promise<BulkEdit> {
  const { id } = await start(body, who, plural)
  await workBulkEdit(database, id)
  return read(id)
}
async function undone(id: string, who: TestCaller = owner): Promise<BulkEdit> {
  await ask(who, 'POST', `/bulk-edits/${id}/undo`)
  await workBulkEdit(database, id)
  return read(id)
}

describe('a preview', () => {
  test('counts all, tries some out, and writes nothing', async () => {
    const ids = await some(6, (i) => ({
      lastName: `Preview ${i}`,
      jobTitle: i < 2 ? 'Head' : `Title ${i}`,
      tags: i === 0 ? ['old'] : [],
    }))
    const events = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from events`.execute(db)).rows[0]?.n
    const before = await events()
    const told = await preview({
      selection: { ids },
      changes: [{ field: 'jobTitle', do: 'set', value: 'Head' }],
    })
    expect(told).toMatchObject({ total: 6, changing: 4, already: 2, forbidden: 0, tried: 4, refused: [] })
    expect(told.examples[0]).toMatchObject({
      title: 'Preview 2',
      changes: [{ field: 'jobTitle', before: 'Title 2', after: 'Head' }],
    })
    expect(await events()).toBe(before)
    expect(await person(ids[2]!)).toMatchObject({ jobTitle: 'Title 2', version: 1 })
    // With an Idempotency-Key the request is one transaction: still nothing is written.
    await call(owner, 'POST', '/people/bulk-edits/preview', {
      body: { selection: { ids }, changes: [{ field: 'jobTitle', do: 'set', value: 'Head' }] },
      headers: { 'idempotency-key': 'preview-once' },
    })
    expect(await person(ids[2]!)).toMatchObject({ jobTitle: 'Title 2', version: 1 })
  })

  test('tells what follows, and why some are refused', async () => {
    const { Lost } = (await company.stages()) as { Lost: AnyRecord }
    const open = await company.deal({ name: 'Open one' })
    const told = await preview(
      { selection: { ids: [open.id] }, changes: [{ field: 'stage', do: 'set', value: Lost.id }] },
      owner,
      'deals',
    )
    const changes = told.examples[0]?.changes ?? []
    expect([told.refused.length, changes.find(({ field }) => field === 'status')?.after]).toEqual([0, 'lost'])
    expect(told.titles[Lost.id]).toBe('Lost')
    const wrong = await preview(
      { selection: { ids: [open.id] }, changes: [{ field: 'closedOn', do: 'set', value: '2020-01-01' }] },
      owner,
      'deals',
    )
    expect(wrong.refused).toMatchObject([{ count: 1, title: 'Open one' }])
  })

  test.each([
    [[{ field: 'nonsense', do: 'clear' }], 'changes.0.field'],
    [[{ field: 'constructor', do: 'clear' }], 'changes.0.field'],
    [[{ field: 'channel', do: 'clear' }], 'changes.0.field'],
    [[{ field: 'email', do: 'set', value: 'x@example.com' }], 'changes.0.do'],
    [[{ field: 'jobTitle', do: 'add', values: ['x'] }], 'changes.0.do'],
    [[{ field: 'birthday', do: 'set', value: 'tomorrow' }], 'changes.0.value'],
    [[{ field: 'birthday', do: 'set' }], 'changes.0.value'],
    [[{ field: 'tags', do: 'add', values: [''] }], 'changes.0.values'],
    [
      [
        { field: 'jobTitle', do: 'clear' },
        { field: 'jobTitle', do: 'set', value: 'x' },
      ],
      'changes.1.field',
    ],
    [[], 'changes'],
  ])('is refused, as is the edit, for %j', async (changes, path) => {
    for (const route of ['bulk-edits/preview', 'bulk-edits']) {
      const answer = await call(owner, 'POST', `/people/${route}`, {
        body: { selection: { filter: null }, changes },
      })
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
    }
  })
})

describe('a bulk edit', () => {
  test('sets, clears, adds and removes, leaves what is so already, and is undone as a whole', async () => {
    const ids = await some(5, (i) => ({
      lastName: `Every ${i}`,
      jobTitle: 'Old',
      source: 'fair',
      tags: i === 0 ? ['a', 'new'] : ['a', 'b'],
    }))
    await ask(owner, 'PATCH', `/people/${ids[4]!}`, {
      body: { jobTitle: 'New', source: null, tags: ['b', 'new'] },
    })
    const edit = await done({
      selection: { filter: { field: 'lastName', op: 'startsWith', value: 'Every' } },
      changes: [
        { field: 'jobTitle', do: 'set', value: 'New' },
        { field: 'source', do: 'clear' },
        { field: 'tags', do: 'add', values: ['new'] },
      ],
    })
    expect(edit).toMatchObject({
      state: 'done',
      total: 5,
      changed: 4,
      already: 1,
      refused: 0,
      undoable: true,
    })
    expect(await person(ids[0]!)).toMatchObject({ jobTitle: 'New', source: null, tags: ['a', 'new'] })
    expect(await person(ids[1]!)).toMatchObject({ tags: ['a', 'b', 'new'] })
    const removed = await done({
      selection: { ids },
      changes: [{ field: 'tags', do: 'remove', values: ['a', 'b'] }],
    })
    expect(removed.changed).toBe(5)
    expect((await person(ids[1]!)).tags).toEqual(['new'])
    expect(await undone(removed.id)).toMatchObject({ state: 'undone', reverted: 5, kept: 0, undoable: false })
    expect(await undone(edit.id)).toMatchObject({ state: 'undone', reverted: 4, kept: 0 })
    expect(await person(ids[1]!)).toMatchObject({ jobTitle: 'Old', source: 'fair', tags: ['a', 'b'] })
    expect((await call(owner, 'POST', `/bulk-edits/${edit.id}/undo`)).status).toBe(409)
  })

  test('keeps and tells what was changed again since when it is undone', async () => {
    const ids = await some(3, (i) => ({ lastName: `Since ${i}`, jobTitle: 'Old', source: 'fair' }))
    const edit = await done({
      selection: { ids },
      changes: [
        { field: 'jobTitle', do: 'set', value: 'New' },
        { field: 'source', do: 'set', value: 'web' },
      ],
    })
    await ask(owner, 'PATCH', `/people/${ids[0]!}`, { body: { jobTitle: 'Newer' } })
    await ask(owner, 'DELETE', `/people/${ids[1]!}`)
    expect(await undone(edit.id)).toMatchObject({ state: 'undone', reverted: 1, kept: 2 })
    expect(await person(ids[0]!)).toMatchObject({ jobTitle: 'Newer', source: 'fair' })
    expect(await stayed(edit.id, 'kept')).toEqual([
      { id: ids[0], title: 'Since 0', fields: ['Job title'], reason: 'It was changed again since' },
      { id: ids[1], title: 'Since 1', fields: [], reason: 'It is in the bin' },
    ])
  })

  test('goes by the right of whoever asks, record by record and field by field', async () => {
    const seller = await company.member('seller')
    const theirs = await company.deal({ name: 'Right theirs', owner: seller.id })
    const others = await company.deal({ name: 'Right others' })
    const body = {
      selection: { ids: [theirs.id, others.id] },
      changes: [{ field: 'source', do: 'set', value: 'web' }],
    }
    // Sellers see only deals of their own and below: what they do not see is not chosen.
    expect(await preview(body, seller, 'deals')).toMatchObject({ total: 1, changing: 1 })
    const note = await ask(owner, 'POST', '/notes', { body: { body: 'By the owner', deal: theirs.id } })
    const mine = await ask(seller, 'POST', '/notes', { body: { body: 'By the seller', deal: theirs.id } })
    const notes = {
      selection: { ids: [note.id, mine.id] },
      changes: [{ field: 'body', do: 'set', value: '<p>Same</p>' }],
    }
    expect(await preview(notes, seller, 'notes')).toMatchObject({ total: 2, changing: 1, forbidden: 1 })
    const edit = await done(notes, seller, 'notes')
    expect(edit).toMatchObject({ changed: 1, refused: 1 })
    expect((await stayed(edit.id, 'refused'))[0]).toMatchObject({ id: note.id })
    expect((await call(seller, 'GET', `/bulk-edits/${edit.id}`)).status).toBe(200)
    const viewer = await company.member('viewer')
    expect((await call(viewer, 'POST', '/people/bulk-edits', { body })).status).toBe(403)
    expect((await call(viewer, 'GET', `/bulk-edits/${edit.id}`)).status).toBe(404)

    const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
      body: { name: 'No source', copyOf: 'manager' },
    })
    await ask(owner, 'PATCH', `/roles/${key}`, { body: { fields: { person: { source: 'read' } } } })
    const limited = await company.member(key)
    const answer = await call(limited, 'POST', '/people/bulk-edits', {
      body: { selection: { filter: null }, changes: [{ field: 'source', do: 'clear' }] },
    })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'source'])
  })

  test('changes each record once, though the process dies between two chunks or two work on it', async () => {
    const ids = await some(1_500, (i) => ({ lastName: `Many ${i}` }))
    const { id } = await start({
      selection: { filter: { field: 'lastName', op: 'startsWith', value: 'Many' } },
      changes: [{ field: 'jobTitle', do: 'set', value: 'Once' }],
    })
    let looks = 0
    const dying = { get aborted() { return looks++ > 0 } } as AbortSignal // prettier-ignore
    await workBulkEdit(database, id, dying)
    const halfway = await read(id)
    expect(halfway).toMatchObject({ state: 'running', changed: 1_000 })
    await Promise.all([workBulkEdit(database, id), workBulkEdit(database, id)])
    await workBulkEdit(database, id)
    expect(await read(id)).toMatchObject({ state: 'done', total: 1_500, changed: 1_500, already: 0 })
    const { rows } = await sql<{ n: number; most: number }>`select count(*)::int as n, max(version) as most
      from people where id = any(${ids}::uuid[])`.execute(db)
    expect(rows[0]).toEqual({ n: 1_500, most: 2 })
  })

  test('ends when whoever asked for it has left', async () => {
    const manager = await company.member('manager')
    const ids = await some(2, (i) => ({ lastName: `Left ${i}` }))
    const body = { selection: { ids }, changes: [{ field: 'jobTitle', do: 'set', value: 'Late' }] }
    const { id } = await start(body, manager)
    await ask(owner, 'PATCH', `/users/${manager.id}`, { body: { active: false } })
    await workBulkEdit(database, id)
    expect(await read(id)).toMatchObject({
      state: 'failed',
      changed: 0,
      error: expect.stringContaining('asked'),
    })
    expect((await person(ids[0]!)).jobTitle).toBe(null)
  })

  test('stops after the chunk in hand, and what is done can be undone', async () => {
    await some(1_200, (i) => ({ lastName: `Stop ${i}` }))
    const { id } = await start({
      selection: { filter: { field: 'lastName', op: 'startsWith', value: 'Stop' } },
      changes: [{ field: 'jobTitle', do: 'set', value: 'Stopped' }],
    })
    expect((await call(owner, 'POST', `/bulk-edits/${id}/undo`)).status).toBe(409)
    await ask(owner, 'POST', `/bulk-edits/${id}/stop`)
    await workBulkEdit(database, id)
    expect(await read(id)).toMatchObject({ state: 'stopped', changed: 1_000, stopping: false })
    expect(await undone(id)).toMatchObject({ state: 'undone', reverted: 1_000 })
  })

  test('with a refused record in a chunk changes all the others', async () => {
    const [{ id: fine }, { id: wrong }, { id: also }] = [
      await company.deal({ name: 'C1', openedOn: '2026-01-01' }),
      await company.deal({ name: 'C2', openedOn: '2026-03-01' }),
      await company.deal({ name: 'C3', openedOn: '2026-01-01' }),
    ]
    const { Won } = (await company.stages()) as { Won: AnyRecord }
    const edit = await done(
      {
        selection: { ids: [fine, wrong, also] },
        changes: [
          { field: 'stage', do: 'set', value: Won.id },
          { field: 'closedOn', do: 'set', value: '2026-02-01' },
        ],
      },
      owner,
      'deals',
    )
    expect(edit).toMatchObject({ changed: 2, refused: 1 })
    expect((await stayed(edit.id, 'refused')).map(({ id }) => id)).toEqual([wrong])
  })
})
