import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Comparison, Merge } from '../../contract/records/merge.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { person } from '../../contract/customer/person.ts'
import { silent } from '../db/log.ts'
import { contextFor, testCompany, type TestCaller } from '../../tests/builders.ts'
import { mergeRecords } from './merge.ts'
import { mergeJobs } from './unmerge.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app

const merge = (
  plural: string,
  primary: AnyRecord,
  others: AnyRecord[],
  body: Record<string, unknown> = {},
  who: TestCaller = owner,
) =>
  call(who, 'POST', `/${plural}/${primary.id}/merge`, {
    body: { others: others.map(({ id }) => id), ...body },
  })

const mergesOf = async (plural: string, { id }: AnyRecord) =>
  (await ask<{ data: Merge[] }>(owner, 'GET', `/${plural}/${id}/merges`)).data

const unmerge = async (plural: string, of: AnyRecord, secondary: AnyRecord) => {
  const found = (await mergesOf(plural, of)).find((one) => one.secondary.id === secondary.id)
  return call(owner, 'POST', `/${plural}/${of.id}/merges/${found?.id}/undo`)
}

const list = async (plural: string, query: Record<string, unknown> = {}) =>
  (await ask<{ data: AnyRecord[] }>(owner, 'GET', `/${plural}`, { query })).data

describe('merging two people', () => {
  test('leaves one, with all that referred to either', async () => {
    const firm = await app.company({ name: 'Velo Porto' })
    const ana = await app.person({ firstName: 'Ana', lastName: 'Duarte', email: 'ana@velo.example' })
    const anna = await app.person({
      firstName: 'Anna',
      lastName: 'Duarte',
      email: 'anna.duarte@home.example',
      phone: '+351912345678',
      company: firm.id,
      tags: ['fair'],
    })
    const deal = await app.deal({ name: 'Fleet of bikes', person: anna.id })
    const note = await ask(owner, 'POST', '/notes', { body: { body: 'Likes blue', person: anna.id } })
    const meeting = await ask(owner, 'POST', '/meetings', {
      body: { subject: 'Demo', startsAt: '2026-02-03T10:00:00Z', attendees: [ana.id, anna.id] },
    })

    const merged = await merge('people', ana, [anna])
    expect(merged.status).toBe(200)
    expect(merged.body).toMatchObject({
      id: ana.id,
      firstName: 'Ana',
      email: 'ana@velo.example',
      phone: '+351912345678',
      company: firm.id,
      tags: ['fair'],
    })
    expect((await ask(owner, 'GET', `/deals/${deal.id}`)).person).toBe(ana.id)
    expect((await ask(owner, 'GET', `/notes/${note.id}`)).person).toBe(ana.id)
    expect((await ask(owner, 'GET', `/meetings/${meeting.id}`)).attendees).toEqual([ana.id])
    const employments = await ask<{ data: unknown[] }>(owner, 'GET', `/people/${ana.id}/employments`)
    expect(employments.data).toMatchObject([{ company: { id: firm.id }, primary: true }])

    // Who kept the old id is served with the new one, on every path.
    const old = await call(owner, 'GET', `/people/${anna.id}`)
    expect([old.status, old.body.id, old.headers['content-location']]).toEqual([
      200,
      ana.id,
      `/api/v1/people/${ana.id}`,
    ])
    expect((await call(owner, 'PATCH', `/people/${anna.id}`, { body: { jobTitle: 'CTO' } })).body.id).toBe(
      ana.id,
    )
    expect((await call(owner, 'DELETE', `/people/${anna.id}`)).status).toBe(404)

    // Everything finds the one that is left.
    const known = await ask<{ data: { value: string }[] }>(owner, 'GET', `/people/${anna.id}/identities`)
    expect(known.data.map(({ value }) => value).sort()).toEqual([
      '+351912345678',
      'ana@velo.example',
      'anna.duarte@home.example',
    ])
    for (const q of ['Anna', 'anna.duarte@home.example', '+351912345678']) {
      const hits = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/search', { query: { q, type: 'person' } })
      expect(
        hits.data.map(({ id }) => id),
        q,
      ).toEqual([ana.id])
    }
    expect((await list('people', { q: 'Anna' })).map(({ id }) => id)).toEqual([ana.id])
    const upserted = await call(owner, 'PUT', '/people/by/email', {
      body: { email: 'anna.duarte@home.example', segment: 'smb' },
    })
    expect([upserted.status, upserted.body.id]).toEqual([200, ana.id])

    // Both histories are one.
    const timeline = await ask<{ data: { type: string; person: AnyRecord | null }[] }>(
      owner,
      'GET',
      `/people/${ana.id}/timeline`,
    )
    expect(timeline.data.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['person.merged', 'deal.created', 'note.created', 'meeting.created']),
    )
    expect(timeline.data.filter(({ type }) => type === 'person.created')).toHaveLength(2)
    expect(timeline.data.every(({ person: of }) => of === null || of.id === ana.id)).toBe(true)
    const history = await ask<{ data: { type: string }[] }>(owner, 'GET', `/people/${ana.id}/history`)
    expect(history.data.map(({ type }) => type).filter((type) => type === 'person.created')).toHaveLength(2)
  })

  test('takes the values that were chosen, and of all that was never said the rule’s', async () => {
    const a = await app.person({ firstName: 'Bo', jobTitle: 'CEO', segment: 'smb', tags: ['one'] })
    const b = await app.person({ firstName: 'Bob', jobTitle: 'CTO', segment: 'mid', tags: ['two', 'one'] })
    await ask(owner, 'PATCH', `/people/${a.id}`, { body: { segment: 'large' } })
    const compared = await ask<Comparison>(owner, 'GET', '/people/compare', {
      query: { ids: `${a.id},${b.id}`, primary: a.id },
    })
    expect(compared.merge?.choices).toMatchObject({
      firstName: a.id,
      jobTitle: b.id,
      segment: a.id,
      tags: 'all',
    })
    expect(compared.reason).toBeNull()
    const { body } = await merge('people', a, [b], { choices: { jobTitle: a.id, firstName: b.id } })
    expect(body).toMatchObject({ firstName: 'Bob', jobTitle: 'CEO', segment: 'large', tags: ['one', 'two'] })
    for (const choices of [{ channel: a.id }, { nothing: a.id }, { jobTitle: 'all' }]) {
      const c = await app.person()
      expect((await merge('people', a, [c], { choices })).status, JSON.stringify(choices)).toBe(422)
    }
  })

  test('merges several at once, and ⌘Z takes all of it apart', async () => {
    const [a, b, c] = [await app.person(), await app.person(), await app.person({ phone: '+351910000001' })]
    const merged = await merge('people', a, [b, c], { choices: { phone: c.id } })
    expect(merged.body.phone).toBe('+351910000001')
    expect((await mergesOf('people', a)).map(({ secondary }) => secondary.id)).toEqual([c.id, b.id])
    await ask(owner, 'POST', '/undo', { body: { events: [merged.headers.event] } })
    for (const one of [a, b, c]) expect((await ask(owner, 'GET', `/people/${one.id}`)).email).toBe(one.email)
    expect((await ask(owner, 'GET', `/people/${a.id}`)).phone).toBeNull()
  })

  test('refuses what was changed or merged meanwhile, the bin, itself, and who may not', async () => {
    const [a, b, c] = [await app.person(), await app.person(), await app.person()]
    expect((await merge('people', a, [a])).status).toBe(422)
    const stale = await merge('people', a, [b], { versions: { [b.id]: b.version + 1 } })
    expect([stale.status, (stale.body.current as AnyRecord | undefined)?.id]).toEqual([412, b.id])
    const viewer = await app.member('viewer')
    expect((await merge('people', a, [b], {}, viewer)).status).toBe(403)
    await ask(owner, 'DELETE', `/people/${c.id}`)
    expect((await merge('people', a, [c])).status).toBe(409)
    expect((await merge('people', a, [b])).status).toBe(200)
    expect((await merge('people', a, [b])).status).toBe(409)
    expect((await call(owner, 'POST', `/deals/${a.id}/merge`, { body: { others: [b.id] } })).status).toBe(404)
  })

  test('two who merge the same two, each into the other, at once: one does, the other is told', async () => {
    const [a, b] = [await app.person(), await app.person()]
    const answers = await Promise.all([merge('people', a, [b]), merge('people', b, [a])])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
  })

  test('a deal that is being written for one of them comes along', async () => {
    const [a, b] = [await app.person(), await app.person()]
    const context = contextFor(database)
    await db
      .transaction()
      .execute(async (tx) => {
        await sql`insert into deals (name, person_id, pipeline_id, stage_id)
        select 'Written meanwhile', ${b.id}, pipeline_id, id from stages where kind = 'open' limit 1`.execute(
          tx,
        )
        const merging = mergeRecords(context, person, a.id, { others: [b.id], choices: {}, versions: {} })
        await expect
          .poll(
            async () =>
              (
                await sql`select from pg_stat_activity where wait_event_type = 'Lock'
          and query like '%for update%' and datname = current_database()`.execute(db)
              ).rows.length,
          )
          .toBeGreaterThan(0)
        return { merging }
      })
      .then(({ merging }) => merging)
    const { rows } = await sql`select person_id from deals where name = 'Written meanwhile'`.execute(db)
    expect(rows).toEqual([{ person_id: a.id }])
  })
})

describe('merging companies', () => {
  test('settles what both have, and leaves nobody their own parent', async () => {
    const a = await app.company({ name: 'Acme', domain: 'acme-one.example', phone: '+351220000001' })
    const b = await app.company({ name: 'Acme, Lda.', domain: 'acme-two.example', phone: '+351220000001' })
    const sub = await app.company({ name: 'Acme Sub', parent: b.id })
    await ask(owner, 'PATCH', `/companies/${a.id}`, { body: { parent: b.id } })
    const worker = await app.person({ company: a.id, jobTitle: 'Welder' })
    await ask(owner, 'PUT', `/people/${worker.id}/employments/${b.id}`, {
      body: { role: 'Apprentice', startedOn: '2019-01-01', endedOn: '2020-01-01' },
    })
    await merge('companies', a, [b])
    expect((await ask(owner, 'GET', `/companies/${a.id}`)).parent).toBeNull()
    expect((await ask(owner, 'GET', `/companies/${sub.id}`)).parent).toBe(a.id)
    const { data } = await ask<{ data: unknown[] }>(owner, 'GET', `/people/${worker.id}/employments`)
    expect(data).toMatchObject([
      { company: { id: a.id }, role: 'Welder', startedOn: '2019-01-01', endedOn: null, primary: true },
    ])
    const known = await ask<{ data: { value: string }[] }>(owner, 'GET', `/companies/${a.id}/identities`)
    expect(known.data.map(({ value }) => value).sort()).toEqual([
      '+351220000001',
      'acme-one.example',
      'acme-two.example',
    ])
  })
})

describe('taking a merge apart', () => {
  test('what came after stays with the primary, but for what refers to what goes back', async () => {
    const [a, b] = [await app.person(), await app.person()]
    const deal = await app.deal({ name: 'Theirs', person: b.id })
    await merge('people', a, [b])
    const stays = await ask(owner, 'POST', '/notes', { body: { body: 'About Ana', person: a.id } })
    const goes = await ask(owner, 'POST', '/notes', { body: { body: 'On it', person: a.id, deal: deal.id } })
    expect((await unmerge('people', a, b)).status).toBe(200)
    expect((await ask(owner, 'GET', `/deals/${deal.id}`)).person).toBe(b.id)
    expect((await ask(owner, 'GET', `/notes/${stays.id}`)).person).toBe(a.id)
    expect((await ask(owner, 'GET', `/notes/${goes.id}`)).person).toBe(b.id)
    expect((await call(owner, 'GET', `/people/${b.id}`)).body.id).toBe(b.id)
    const timeline = await ask<{ data: { type: string }[] }>(owner, 'GET', `/people/${b.id}/timeline`)
    expect(timeline.data[0]?.type).toBe('person.unmerged')
  })

  test('keeps what somebody has changed since', async () => {
    const a = await app.person({ jobTitle: 'CEO' })
    const b = await app.person({ phone: '+351910000009', segment: 'mid' })
    await merge('people', a, [b])
    await ask(owner, 'PATCH', `/people/${a.id}`, { body: { segment: 'large' } })
    await unmerge('people', a, b)
    expect(await ask(owner, 'GET', `/people/${a.id}`)).toMatchObject({
      jobTitle: 'CEO',
      phone: null,
      segment: 'large',
    })
  })

  test('goes from the last of a chain to the first, and says which stands in the way', async () => {
    const [a, b, c] = [
      await app.person({ firstName: 'Ay' }),
      await app.person({ firstName: 'Bee' }),
      await app.person({ firstName: 'Cee' }),
    ]
    await merge('people', b, [a])
    await merge('people', c, [b])
    expect((await call(owner, 'GET', `/people/${a.id}`)).body.id).toBe(c.id)
    const early = await unmerge('people', c, a)
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('Bee')])
    expect((await unmerge('people', c, b)).status).toBe(200)
    expect((await call(owner, 'GET', `/people/${a.id}`)).body.id).toBe(b.id)
    expect((await unmerge('people', b, a)).status).toBe(200)
    expect((await call(owner, 'GET', `/people/${a.id}`)).body.firstName).toBe('Ay')
  })

  test('takes the first of two apart before the second, and neither gets what was the other’s', async () => {
    const a = await app.person({ segment: null, jobTitle: null })
    const b = await app.person({ segment: 'mid' })
    const c = await app.person({ jobTitle: 'CTO', segment: null })
    await merge('people', a, [b])
    await merge('people', a, [c])
    expect((await unmerge('people', a, b)).status).toBe(200)
    expect(await ask(owner, 'GET', `/people/${a.id}`)).toMatchObject({ segment: null, jobTitle: 'CTO' })
    expect((await unmerge('people', a, c)).status).toBe(200)
    expect(await ask(owner, 'GET', `/people/${a.id}`)).toMatchObject({ segment: null, jobTitle: null })
  })

  test('is possible for thirty days', async () => {
    const [a, b] = [await app.person(), await app.person()]
    await merge('people', a, [b])
    await sql`update record_merges set merged_at = now() - interval '31 days' where secondary_id = ${b.id}`.execute(
      db,
    )
    const late = await unmerge('people', a, b)
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('30 days')])
    expect((await mergesOf('people', a))[0]?.reason).toContain('30 days')
    // Then what was kept of them goes, and the old id still leads to who they are.
    await sql`update record_merges set merged_at = now() - interval '32 days' where secondary_id = ${b.id}`.execute(
      db,
    )
    for (const job of mergeJobs) await job.run(null, { database, log: silent, signal: undefined })
    const { rows } = await sql`select from record_merge_rows r join record_merges m on m.id = r.merge_id
      where m.secondary_id = ${b.id} or m.secondary_row is not null and m.secondary_id = ${b.id}`.execute(db)
    expect(rows).toEqual([])
    expect((await call(owner, 'GET', `/people/${b.id}`)).body.id).toBe(a.id)
    expect((await mergesOf('people', a))[0]?.secondary.title).toBe(b.title)
  })

  test('is refused when another has taken their address meanwhile', async () => {
    const [a, b] = [await app.person(), await app.person({ email: 'taken@later.example' })]
    await merge('people', a, [b])
    await ask(owner, 'DELETE', `/people/${a.id}/identities/email/taken@later.example`)
    await app.person({ email: 'taken@later.example' })
    expect((await unmerge('people', a, b)).status).toBe(409)
  })
})

test('every column that may hold the id of a mergeable record is known to a merge', async () => {
  const { rows } = await sql<{ column: string }>`
    select c.table_name || '.' || c.column_name as column
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'uuid' and c.column_name <> 'id'
      and c.table_name !~ '^events_'
      and not exists (select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
        where k.contype = 'f' and k.conrelid = to_regclass(quote_ident(c.table_name)) and a.attname = c.column_name)
    order by 1`.execute(db)
  // A new column without a foreign key has to be put here or among the loose references, by somebody who thinks about it.
  const neverOfThem =
    /\.(actor_id|held_by|key_id|import_id|event_id|merge_id|created_by|at_record|calendar_uid)$|^leads\.assigned_rule_id$|^forecast_snapshot_/
  const resolvedOnReading = /^(events|event_subjects|record_merges)\./
  const logs = /^(bulk_edit_records|handover_records|import_kept|webhook_deliveries)\./
  // How far something has come in the order of the ids.
  const places = /^(bulk_edits\.reached|formula_fills\.last)$/
  const derived = /^duplicate_(keys|pairs)\.|^search_entries\.|^record_links\.to_id$/
  const moved = [
    'external_ids.record_id',
    'files.record_id',
    'import_claims.record_id',
    'import_meetings.record_id',
    'notifications.subject_id',
    'record_links.from_id',
  ]
  expect(
    rows
      .map(({ column }) => column)
      .filter(
        (column) =>
          ![neverOfThem, resolvedOnReading, logs, places, derived].some((known) => known.test(column)),
      ),
  ).toEqual(moved)
})

test('who has kept the id of what was merged refers by it to what it is part of', async () => {
  const [firm, part] = [await app.company({ name: 'Whole' }), await app.company({ name: 'Part' })]
  const [ana, anna] = [await app.person(), await app.person()]
  await ask(owner, 'POST', '/fields', {
    body: { recordType: 'deal', type: 'reference', to: 'company', label: 'Partner' },
  })
  await merge('companies', firm, [part])
  await merge('people', ana, [anna])
  const made = await ask(owner, 'POST', '/deals', {
    body: { name: 'Late', company: part.id, person: anna.id, own_partner: part.id },
  })
  const whole = { company: firm.id, person: ana.id, own_partner: firm.id }
  expect(made).toMatchObject(whole)
  expect(await ask(owner, 'GET', `/deals/${made.id}`)).toMatchObject(whole)

  const other = await app.deal()
  expect(await ask(owner, 'PATCH', `/deals/${other.id}`, { body: { company: part.id } })).toMatchObject({
    company: firm.id,
  })
  const { results } = await ask<{ results: { status: number; record: AnyRecord }[] }>(
    owner,
    'POST',
    '/deals/batch',
    {
      body: {
        operations: [part.id, firm.id].map((company) => ({ do: 'create', values: { name: 'B', company } })),
      },
    },
  )
  expect(results.map(({ status, record }) => [status, record.company])).toEqual([
    [201, firm.id],
    [201, firm.id],
  ])
  const meeting = await ask(owner, 'POST', '/meetings', {
    body: { subject: 'Both', startsAt: '2026-02-03T10:00:00Z', attendees: [anna.id, ana.id] },
  })
  expect(meeting.attendees).toEqual([ana.id])
  // The timeline of whom it is about has it, though the event was told of the former one.
  const { data } = await ask<{ data: { type: string; subject: { id: string } }[] }>(
    owner,
    'GET',
    `/companies/${firm.id}/timeline`,
  )
  expect(data.map(({ subject }) => subject.id)).toContain(made.id)
  expect((await call(owner, 'POST', '/deals', { body: { name: 'X', company: owner.id } })).status).toBe(422)
})

test('a role with limited fields is told what was merged, and not by which address it was called', async () => {
  const roleHiding = async (field: string) => {
    const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
      body: { name: `Without ${field}`, copyOf: 'manager' },
    })
    await ask(owner, 'PATCH', `/roles/${key}`, { body: { fields: { person: { [field]: 'hidden' } } } })
    return app.member(key)
  }
  const [first, second] = [await app.person({ firstName: 'Rita', lastName: null }), await app.person()]
  await merge('people', first, [second])
  const told = async (who: TestCaller) => {
    const { data } = await ask<{ data: { type: string; data: Record<string, unknown> }[] }>(
      who,
      'GET',
      `/people/${first.id}/history`,
    )
    return data.find(({ type }) => type === 'person.merged')?.data
  }
  expect(await told(await roleHiding('jobTitle'))).toMatchObject({ merged: second.id, title: second.title })
  const less = await told(await roleHiding('email'))
  expect(less).toMatchObject({ merged: second.id })
  expect(less).not.toHaveProperty('title')
})
