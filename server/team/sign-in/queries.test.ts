import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { deal } from '../../../contract/sales/deal.ts'
import type { Reach } from '../../../contract/team/role.ts'
import { contextFor } from '../../../tests/builders.ts'
import { testDatabase } from '../../../tests/database.ts'
import { system, type Caller } from '../../http/caller.ts'
import { parameters, permitted } from '../../records/visible.ts'
import { selected } from '../../records/list.ts'
import { memberCaller } from './queries.ts'

const { database, db } = await testDatabase()

/** Everybody is called after their team: north is above coast, coast above pier; south is apart. */
const ids: Record<string, string> = {}
beforeAll(async () => {
  await sql`insert into organisation (name, time_zone, currency) values ('Acme', 'Pacific/Auckland', 'EUR')`.execute(
    db,
  )
  const insert = async (table: string, name: string, values: Record<string, unknown>) => {
    const entries = Object.entries({ name, ...values })
    const { rows } = await sql<{
      id: string
    }>`insert into ${sql.table(table)} (${sql.join(entries.map(([key]) => sql.ref(key)))})
      values (${sql.join(entries.map(([, value]) => value))}) returning id`.execute(db)
    ids[name] = rows[0]?.id ?? ''
  }
  await insert('teams', 'North', {})
  await insert('teams', 'Coast', { parent_id: ids['North'] })
  await insert('teams', 'Pier', { parent_id: ids['Coast'] })
  await insert('teams', 'South', {})
  for (const [name, team] of [
    ['nora', 'North'],
    ['cleo', 'Coast'],
    ['carl', 'Coast'],
    ['pia', 'Pier'],
    ['sam', 'South'],
    ['boss', null],
  ] as const)
    await insert('users', name, { team_id: team && ids[team] })
  for (const name of ['nora', 'cleo', 'boss', 'sam']) {
    await sql`insert into sign_in_user (id, name, email) values (${name}, ${name}, ${`${name}@acme.example`})`.execute(
      db,
    )
    await sql`update users set sign_in_id = ${name} where id = ${ids[name]}`.execute(db)
  }
})

const caller = async (name: string) => (await memberCaller(db, name, 'no session')) as Caller
const names = (of: readonly string[]) =>
  Object.keys(ids)
    .filter((name) => of.includes(ids[name] ?? ''))
    .sort()

describe('whose records a member reaches', () => {
  test('by team their own, by below the teams below as well', async () => {
    const [nora, cleo, sam] = [await caller('nora'), await caller('cleo'), await caller('sam')]
    expect([names(nora.ownTeam), names(nora.teammates)]).toEqual([['nora'], ['carl', 'cleo', 'nora', 'pia']])
    expect([names(cleo.ownTeam), names(cleo.teammates)]).toEqual([
      ['carl', 'cleo'],
      ['carl', 'cleo', 'pia'],
    ])
    expect([names(sam.ownTeam), names(sam.teammates)]).toEqual([['sam'], ['sam']])
  })

  test('managing a team reaches it and all below, managing a member reaches what is theirs', async () => {
    expect(names((await caller('boss')).teammates)).toEqual(['boss'])
    await sql`update teams set manager_id = ${ids['boss']} where id = ${ids['Coast']}`.execute(db)
    await sql`update users set manager_id = ${ids['boss']} where id = ${ids['sam']}`.execute(db)
    const boss = await caller('boss')
    expect(names(boss.ownTeam)).toEqual(['boss', 'carl', 'cleo'])
    expect(names(boss.teammates)).toEqual(['boss', 'carl', 'cleo', 'pia', 'sam'])
  })

  test('is by the memberships of today, in the company’s time zone', async () => {
    const today = sql`(now() at time zone 'Pacific/Auckland')::date`
    // Carl is of the coast until yesterday, Pia of the pier from tomorrow.
    await sql`update team_memberships set to_on = ${today} where user_id = ${ids['carl']}`.execute(db)
    await sql`update team_memberships set from_on = ${today} + 1 where user_id = ${ids['pia']}`.execute(db)
    expect(names((await caller('nora')).teammates)).toEqual(['cleo', 'nora'])
    await sql`update team_memberships set from_on = ${today}, to_on = ${today} + 1 where user_id = ${ids['pia']}`.execute(
      db,
    )
    expect(names((await caller('nora')).teammates)).toEqual(['cleo', 'nora', 'pia'])
  })
})

describe('with 100,000 deals of 20,000 members', () => {
  beforeAll(async () => {
    await sql`insert into users (name, team_id) select 'M' || i, ${ids['Coast']} from generate_series(1, 20) i`.execute(
      db,
    )
    await sql`insert into users (name, team_id) select 'S' || i, ${ids['South']} from generate_series(1, 19980) i`.execute(
      db,
    )
    await sql`insert into pipelines (name) values ('Sales')`.execute(db)
    await sql`insert into stages (name, pipeline_id, kind) select 'Open', id, 'open' from pipelines`.execute(
      db,
    )
    await sql`insert into deals (name, pipeline_id, stage_id, status, owner_id)
      select 'Deal ' || i, s.pipeline_id, s.id, 'open', u.id from generate_series(1, 100000) i cross join stages s
        join (select id, row_number() over (order by id) as n from users) u on u.n = i % 20000 + 1`.execute(
      db,
    )
    await database.pool.query('vacuum analyze')
  }, 60_000)

  const seller = async (see: Reach): Promise<Caller> => {
    const nora = await caller('nora')
    return {
      ...nora,
      role: {
        key: 'x',
        name: 'X',
        base: 'seller',
        rights: [],
        fields: {},
        permissions: { deal: { see, create: true, edit: see, delete: 'own', export: false } },
      },
    }
  }

  test.each<[Reach]>([['own'], ['team'], ['below']])(
    'what reaches %s is found by the owners',
    async (see) => {
      const who = await seller(see)
      const { values, bind } = parameters()
      const where = selected(contextFor(database, { caller: who }), deal, {}, bind)
      const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(
        `explain select t.id from deals t where ${where} order by t.created_at desc, t.id desc limit 61`,
        values,
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      // Both begin with the owner.
      expect(plan).toMatch(/deals_(owner|board)/)
      expect(plan).not.toMatch(/Seq Scan on deals/)
    },
  )

  test('a member signing in is found by indexes, however many there are', async () => {
    await database.pool.query('set enable_seqscan = on')
    const who = await seller('below')
    expect(who.teammates.length).toBeGreaterThan(20)
    const { values, bind } = parameters()
    expect(
      permitted({ ...system('web'), role: who.role, teammates: who.teammates }, deal, 'see', 't', bind),
    ).toBe('t.owner_id = any($1::uuid[])')
    expect(values[0]).toHaveLength(who.teammates.length)
  })
})
