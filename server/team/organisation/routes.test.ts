import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { dayOf, daysBetween, startOfDay } from '../../../contract/values/day.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company

const change = (body: unknown) =>
  call<{ timeZone: string; errors?: { path: string }[] }>(owner, 'PATCH', '/organisation', { body })

describe('the organisation', () => {
  test('is renamed, on every page at once', async () => {
    expect((await change({ name: 'Acme & Sons' })).body).toMatchObject({
      name: 'Acme & Sons',
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
    })
    await expect
      .poll(
        async () => (await ask<{ organisation: { name: string } }>(owner, 'GET', '/me')).organisation.name,
      )
      .toBe('Acme & Sons')
  })

  test('tells a member whose records “team” reaches: of theirs and the teams below', async () => {
    const lead = await company.member('manager')
    const team = await ask(owner, 'POST', '/teams', { body: { name: 'Sales', manager: lead.id } })
    const below = await ask(owner, 'POST', '/teams', { body: { name: 'North', parent: team.id } })
    const seller = await company.member('seller', { team: below.id })
    const alone = await company.member('seller')
    const teammates = async (who: TestCaller) =>
      (await ask<{ teammates: string[] }>(who, 'GET', '/me')).teammates.toSorted()
    expect(await teammates(lead)).toEqual([lead.id, seller.id].toSorted())
    expect(await teammates(alone)).toEqual([alone.id])
  })

  test('is refused a zone or a currency that is none', async () => {
    expect((await change({ timeZone: 'Moon/Base' })).body.errors?.[0]?.path).toBe('timeZone')
    expect((await change({ currency: 'euro' })).body.errors?.[0]?.path).toBe('currency')
    expect((await change({ id: false })).status).toBe(422)
  })

  test('that moves to another zone counts every day anew, and back again as before', async () => {
    const { Won, Lost } = (await company.stages()) as { Won: AnyRecord; Lost: AnyRecord }
    // Won at 23:30 in Lisbon, which is the next day in Kolkata; lost at 02:00, the day before in New York.
    const late = await company.deal({
      openedOn: '2026-01-10',
      stage: Won.id,
      closedAt: '2026-02-01T23:30:00Z',
      amount: { amount: '1', currency: 'EUR' },
    })
    const early = await company.deal({
      openedOn: '2026-03-02',
      stage: Lost.id,
      closedAt: '2026-03-02T02:00:00Z',
    })
    const person = await company.person({ lifecycleStage: 'lead' })
    await sql`update lifecycle_entries set entered_at = '2026-02-01T23:30:00Z', entered_on = '2026-02-01' where person_id = ${person.id}`.execute(
      db,
    )

    const days = async () => {
      const { rows } = await sql<{
        on: string
        days: number | null
        off: boolean
      }>`select closed_on as on, cycle_days as days, dates_contradict as off
        from deals where id = any(${[late.id, early.id]}::uuid[]) order by id`.execute(db)
      const { rows: entries } = await sql<{
        on: string
      }>`select entered_on as on from lifecycle_entries where person_id = ${person.id}`.execute(db)
      const { rows: stages } = await sql<{
        on: string
      }>`select entered_on as on from deal_stage_entries where deal_id = ${late.id}`.execute(db)
      return { deals: rows, lead: entries[0]?.on, won: stages[0]?.on }
    }
    const lisbon = await days()
    expect(lisbon).toEqual({
      deals: [
        { on: '2026-02-01', days: 22 + 23.5 / 24, off: false },
        { on: '2026-03-02', days: 2 / 24, off: false },
      ],
      lead: '2026-02-01',
      won: '2026-02-01',
    })

    expect((await change({ timeZone: 'Asia/Kolkata' })).body.timeZone).toBe('Asia/Kolkata')
    expect(await days()).toMatchObject({
      deals: [{ on: '2026-02-02', days: 23 + 5 / 24 }, { on: '2026-03-02' }],
      lead: '2026-02-02',
      won: '2026-02-02',
    })
    await change({ timeZone: 'America/New_York' })
    expect((await days()).deals[1]).toEqual({ on: '2026-03-01', days: null, off: true })
    await change({ timeZone: 'Europe/Lisbon' })
    expect(await days()).toEqual(lisbon)
  })

  test.each([
    ['east', 'Asia/Kolkata', 'Pacific/Auckland'],
    ['west', 'America/New_York', 'Pacific/Honolulu'],
  ])('keeps the days that were stated when it moves %s', async (_, near, far) => {
    await expect
      .poll(
        async () =>
          (await ask<{ organisation: { timeZone: string } }>(owner, 'GET', '/me')).organisation.timeZone,
      )
      .toBe('Europe/Lisbon')
    const { Won } = (await company.stages()) as { Won: AnyRecord }
    const said = await company.deal({ openedOn: '2026-01-10', stage: Won.id, closedOn: '2026-02-01' })
    const today = String((await company.deal({ stage: Won.id })).closedOn)
    const now = await company.deal({ openedOn: '2026-01-10', stage: Won.id, closedOn: today })
    const seen = async (timeZone: string) => {
      const [deal, late] = await Promise.all([said, now].map(({ id }) => ask(owner, 'GET', `/deals/${id}`)))
      const { rows } = await sql<{
        on: string
        at: string
      }>`select entered_on as on, at from deal_stage_entries
        where deal_id = ${said.id}`.execute(db)
      const { rows: cycles } = await sql<{ days: number }>`select cycle_days as days from deals
        where id = any(${[said.id, now.id]}::uuid[]) order by id`.execute(db)
      return {
        on: deal?.closedOn,
        at: Date.parse(String(deal?.closedAt)),
        late: late?.closedOn,
        lateAt: dayOf(String(late?.closedAt), timeZone),
        entry: { on: rows[0]?.on, at: Date.parse(rows[0]?.at ?? '') },
        days: cycles.map(({ days }) => days),
      }
    }
    const days = [22, daysBetween('2026-01-10', today)]
    for (const timeZone of [near, far, 'Europe/Lisbon']) {
      await change({ timeZone })
      const at = Date.parse(startOfDay('2026-02-01', timeZone))
      expect(await seen(timeZone)).toEqual({
        on: '2026-02-01',
        at,
        late: today,
        lateAt: today,
        entry: { on: '2026-02-01', at },
        days,
      })
    }
  })

  test('keeps its currency once a closed deal was counted in it', async () => {
    expect((await change({ currency: 'EUR' })).status).toBe(200)
    const refused = await change({ currency: 'USD' })
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'currency'])
  })

  test('changes its currency before that, and not once a payment was counted in it', async () => {
    const young = await testCompany()
    await young.deal({ amount: { amount: '1', currency: 'EUR' } })
    expect(
      (await young.call(young.owner, 'PATCH', '/organisation', { body: { currency: 'JPY' } })).body,
    ).toMatchObject({ currency: 'JPY' })
    const amount = { amount: '100', currency: 'JPY' }
    await young.ask(young.owner, 'POST', '/payments', { body: { amount, paidOn: '2026-02-01' } })
    expect(
      (await young.call(young.owner, 'PATCH', '/organisation', { body: { currency: 'EUR' } })).status,
    ).toBe(422)
  })
})

describe('saved views', () => {
  const definition = { columns: [{ field: 'name' }], board: 'owner' }

  test('are one’s own unless shared, and changed by their owner alone', async () => {
    const colleague = await company.member('seller')
    const mine = await ask(owner, 'POST', '/views', { body: { type: 'deal', name: 'Mine', definition } })
    const shared = await ask(owner, 'POST', '/views', {
      body: { type: 'deal', name: 'Shared', shared: true, definition },
    })
    const names = async () =>
      (
        await ask<{ data: { name: string; mine: boolean }[] }>(colleague, 'GET', '/views', {
          query: { type: 'deal' },
        })
      ).data
    expect(await names()).toEqual([expect.objectContaining({ name: 'Shared', mine: false })])
    for (const id of [mine.id, shared.id]) {
      expect((await call(colleague, 'PATCH', `/views/${id}`, { body: { name: 'Taken' } })).status).toBe(404)
      expect((await call(colleague, 'DELETE', `/views/${id}`)).status).toBe(404)
    }
    expect(await ask(owner, 'PATCH', `/views/${mine.id}`, { body: { shared: true } })).toMatchObject({
      name: 'Mine',
      shared: true,
      definition: { layout: 'table', ...definition },
    })
    expect(await names()).toHaveLength(2)
    expect((await call(owner, 'DELETE', `/views/${mine.id}`)).status).toBe(204)
    expect(await names()).toHaveLength(1)
  })

  test('are refused for what is no record type', async () => {
    expect(
      (await call(owner, 'POST', '/views', { body: { type: 'constructor', name: 'X', definition } })).status,
    ).toBe(422)
    expect((await call(owner, 'GET', '/views', { query: { type: 'nonsense' } })).status).toBe(422)
  })
})
