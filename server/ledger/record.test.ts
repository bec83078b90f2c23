import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { transaction } from '../db/transaction.ts'
import { system } from '../http/caller.ts'
import { record, type NewEvent } from './record.ts'

const { db } = await testDatabase()
const subject = () => ({ type: 'person', id: randomUUID(), version: 3 })
const now = '2026-03-31T12:00:00.000Z'

describe('an event', () => {
  test('keeps who, what, when it happened and when it was written', async () => {
    const caller = { ...system('import', randomUUID()), keyId: randomUUID(), importId: randomUUID() }
    const event: NewEvent = {
      type: 'deal.won',
      subject: { type: 'deal', id: randomUUID(), version: 3 },
      personId: randomUUID(),
      companyId: randomUUID(),
      at: '2020-01-02T03:04:05.000Z',
      data: { changes: { name: [null, 'A "quoted" \\ name 🙂'] } },
      personal: { changes: {} },
    }
    await record(db, caller, now, [event])
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from events where subject_id = ${event.subject.id}`.execute(db)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      type: 'deal.won',
      at: '2020-01-02T03:04:05.000Z',
      origin: 'import',
      actor_id: caller.userId,
      key_id: caller.keyId,
      import_id: caller.importId,
      subject_type: 'deal',
      subject_version: 3,
      person_id: event.personId,
      company_id: event.companyId,
      data: event.data,
      personal: event.personal,
    })
    expect(Math.abs(Date.parse(String(rows[0]?.recorded_at)) - Date.now())).toBeLessThan(60_000)
  })

  test('stands on the timelines of further parties, each once', async () => {
    const [a, b] = [randomUUID(), randomUUID()]
    const event: NewEvent = {
      type: 'meeting.created',
      subject: subject(),
      parties: [
        { type: 'person', id: a },
        { type: 'person', id: b },
        { type: 'person', id: a },
      ],
    }
    await record(db, system('web'), now, [event, { type: 'person.updated', subject: subject() }])
    const { rows } = await sql<{
      subject_id: string
    }>`select s.subject_id from event_subjects s join events e on e.id = s.event_id
      where e.subject_id = ${event.subject.id}`.execute(db)
    expect(rows.map(({ subject_id }) => subject_id).sort()).toEqual([a, b].sort())
  })

  test('goes when its transaction does', async () => {
    const event: NewEvent = { type: 'person.updated', subject: subject() }
    await expect(
      transaction(db, async (tx) => {
        await record(tx, system('web'), now, [event])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect((await sql`select from events where subject_id = ${event.subject.id}`.execute(db)).rows).toEqual(
      [],
    )
  })

  test('of none writes nothing', async () => {
    expect(await record(db, system('web'), now, [])).toEqual([])
  })
})

describe('partitions', () => {
  const partOf = async (id: string) =>
    (
      await sql<{
        part: string
      }>`select tableoid::regclass::text as part from events where id = ${id}`.execute(db)
    ).rows[0]?.part
  const put = async (at: Date) => {
    const hex = at.getTime().toString(16).padStart(12, '0')
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-${randomUUID().slice(-12)}`
    await sql`insert into events (id, type, origin, subject_type, subject_id) values (${id}, 'person.updated', 'api', 'person', new_id())`.execute(
      db,
    )
    return partOf(id)
  }
  const month = (ahead: number) => {
    const at = new Date()
    at.setUTCDate(15)
    at.setUTCMonth(at.getUTCMonth() + ahead)
    return at
  }
  const named = (at: Date) => `events_${at.getUTCFullYear()}_${String(at.getUTCMonth() + 1).padStart(2, '0')}`

  test('are made ahead, and each event lands in that of its month', async () => {
    for (const ahead of [0, 1, 2, 3]) expect(await put(month(ahead))).toBe(named(month(ahead)))
    const { rows } = await sql<{
      part: string
      id: string
    }>`insert into events (type, origin, subject_type, subject_id)
      values ('person.updated', 'api', 'person', new_id()) returning tableoid::regclass::text as part, id`.execute(
      db,
    )
    expect(rows[0]?.part).toBe(named(new Date()))
  })

  test('meet without a gap at the first moment of a month', async () => {
    const first = new Date(Date.UTC(month(1).getUTCFullYear(), month(1).getUTCMonth(), 1))
    expect(await put(first)).toBe(named(first))
    expect(await put(new Date(first.getTime() - 1))).toBe(named(month(0)))
  })

  test('can be made at any time, by several at once', async () => {
    await Promise.all([4, 5, 5, 4].map((months) => sql`select make_event_partitions(${months})`.execute(db)))
    expect(await put(month(5))).toBe(named(month(5)))
  })

  test('catch up when none was made ahead: what was written meanwhile is moved, and nothing is lost', async () => {
    expect(await put(month(7))).toBe('events_default')
    await sql`select make_event_partitions(8)`.execute(db)
    expect(await put(month(7))).toBe(named(month(7)))
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from events_default`.execute(db)
    expect(rows[0]?.n).toBe(0)
  })
})
