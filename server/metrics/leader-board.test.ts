import { expect, test } from 'vitest'
import type { LeaderBoardRow, LeaderBoardTeam } from '../../contract/metrics/leader-board.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const acme = await testCompany()
const { owner, ask, call, deal, member } = acme
const stages = await acme.stages()
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const team = (name: string) => ask(owner, 'POST', '/teams', { body: { name } })
const north = await team('North')
const south = await team('South')
const nora = await member('seller', { name: 'Nora', team: north.id })
const sven = await member('seller', { name: 'Sven', team: south.id })

const read = (who: TestCaller = owner, query: Record<string, unknown> = {}) =>
  ask<{ data: LeaderBoardRow[]; teams: LeaderBoardTeam[] }>(who, 'GET', '/leader-board', {
    query: { from: '2014-01-01', to: '2015-01-01', ...query },
  })
const names = async (who?: TestCaller, query?: Record<string, unknown>) =>
  (await read(who, query)).data.map(({ name }) => name)
const won = (who: TestCaller, closedOn: string, amount: string, kind = 'Won') =>
  deal({
    stage: stages[kind]?.id,
    openedOn: '2013-01-01',
    closedOn,
    owner: who.id,
    ...(amount && { amount: eur(amount) }),
  })

await won(nora, '2014-01-01', '100.50')
await won(nora, '2014-12-31', '')
await won(nora, '2015-01-01', '900')
await won(sven, '2014-06-01', '300')
await won(sven, '2014-06-02', '500', 'Lost')
// By the clock of the company, whose year ends with UTC's in winter.
for (const startedAt of ['2014-05-05T10:00:00Z', '2014-12-31T23:59:59Z', '2015-01-01T00:00:00Z'])
  await ask(owner, 'POST', '/calls', { body: { subject: 'Call', startedAt, owner: nora.id } })
await ask(owner, 'POST', '/meetings', {
  body: { subject: 'Met', startsAt: '2014-02-02T10:00:00Z', owner: sven.id },
})

test('tells what each won and did in the period, who won the most first', async () => {
  expect((await read()).data).toEqual([
    { user: sven.id, name: 'Sven', won: eur('300.00'), deals: 1, activities: 1 },
    { user: nora.id, name: 'Nora', won: eur('100.50'), deals: 2, activities: 2 },
  ])
  expect(await names(owner, { team: north.id })).toEqual(['Nora'])
})

test('a team that turns it off is on it for nobody, and may be turned on again', async () => {
  await ask(owner, 'PUT', `/leader-board/teams/${north.id}`, { body: { shown: false } })
  expect(await names()).toEqual(['Sven'])
  expect(await names(nora)).toEqual(['Sven'])
  expect(await names(nora, { team: north.id })).toEqual([])
  expect((await read()).teams.find(({ id }) => id === north.id)).toMatchObject({
    shown: false,
    mayTurn: true,
  })
  await ask(owner, 'PUT', `/leader-board/teams/${north.id}`, { body: { shown: true } })
  expect(await names()).toEqual(['Sven', 'Nora'])
})

test('who leads turns any team, a team’s manager theirs, nobody else', async () => {
  await ask(owner, 'PATCH', `/teams/${south.id}`, { body: { manager: sven.id } })
  const turn = async (who: TestCaller, team: { id: string }) =>
    (await call(who, 'PUT', `/leader-board/teams/${team.id}`, { body: { shown: true } })).status
  expect([await turn(sven, south), await turn(sven, north), await turn(nora, south)]).toEqual([200, 403, 403])
  expect(await turn(await member('manager'), north)).toBe(200)
  expect(await turn(await acme.key(['team:write']), north)).toBe(403)
  expect(await turn(owner, owner)).toBe(404)
})

test('covers the deals that the reader may see', async () => {
  expect((await read(nora)).data.find(({ name }) => name === 'Sven')).toMatchObject({
    won: eur('0.00'),
    deals: 0,
    activities: 1,
  })
  const key = await acme.key(['person:read'])
  expect((await call(key, 'GET', '/leader-board')).status).toBe(403)
})
