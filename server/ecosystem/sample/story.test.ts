import { expect, test } from 'vitest'
import { createSchema } from '../../../contract/records/value.ts'
import { declaredTypes, typesWith } from '../../../contract/record-types.ts'
import { newField } from '../../records/own/rules.ts'
import { sampleFields } from './fields.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { beginStory, type Ground, type Write } from './story.ts'
import { tellSample } from './sample.ts'

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const ground: Ground = {
  seed: 'northwind',
  now: '2026-11-19T14:20:00.000Z',
  zone: 'Europe/Lisbon',
  currency: 'EUR',
  me: id(9),
  stages: { open: [id(1), id(2), id(3), id(4)], won: id(5), lost: id(6) },
}
const at = (now: string) => tellSample({ ...ground, now })
const of = (writes: readonly Write[], type: string, is = 'new') =>
  writes.filter((write) => write.type === type && write.is === is)

/** The stage that each deal is in at the end. */
function stages(writes: readonly Write[]): string[] {
  const last = new Map(of(writes, 'deal').map((deal) => [deal.id, deal.values.stage as string]))
  const moves = of(writes, 'deal', 'change').filter(({ values }) => values.stage)
  for (const move of moves.sort((a, b) => a.at.localeCompare(b.at)))
    last.set(move.id, move.values.stage as string)
  return [...last.values()]
}

test('the same ground tells the same story, and another seed another one', () => {
  expect(JSON.stringify(tellSample(ground))).toBe(JSON.stringify(tellSample(ground)))
  const names = (seed: string) =>
    of(tellSample({ ...ground, seed }), 'company').map(({ values }) => values.name)
  expect(names('northwind')).not.toEqual(names('southwind'))
})

// A winter night, a summer's Sunday, the turn of a year, a leap day, the hour that summer time leaves out.
test.for([
  '2026-01-13T03:10:00.000Z',
  '2026-07-05T12:00:00.000Z',
  '2026-12-31T23:59:00.000Z',
  '2028-02-29T09:00:00.000Z',
  '2026-03-29T01:30:00.000Z',
])('seen from %s the figures are believable and nothing has happened yet that has not', (now) => {
  const writes = at(now)
  expect(writes.filter((write) => write.at >= now)).toEqual([])
  const closed = stages(writes)
  const [won, lost] = [5, 6].map((digit) => closed.filter((stage) => stage === id(digit)).length) as [
    number,
    number,
  ]
  expect(won / (won + lost)).toBeGreaterThan(0.2)
  expect(won / (won + lost)).toBeLessThan(0.35)
  expect(closed.length).toBeGreaterThan(250)
  expect(closed.length - won - lost).toBeGreaterThan(25)
  expect(of(writes, 'person').length).toBeGreaterThan(350)
  expect(of(writes, 'company').length).toBe(120)

  const today = dayOf(now, ground.zone)
  const due = of(writes, 'task').map(({ values }) => dayOf(String(values.dueAt), ground.zone))
  const open = new Set(of(writes, 'task', 'change').map(({ id }) => id))
  const waiting = of(writes, 'task')
    .filter((task) => !open.has(task.id))
    .map(({ values }) => dayOf(String(values.dueAt), ground.zone))
  expect(due.length).toBeGreaterThan(200)
  expect(waiting.filter((day) => day < today).length).toBeGreaterThan(3)
  expect(waiting.filter((day) => day === today).length).toBeGreaterThan(2)
  expect(waiting.filter((day) => day > today).length).toBeGreaterThan(10)
})

test('a record is changed after it was made, and each value fits its declaration', () => {
  const writes = tellSample(ground)
  const made = new Map(writes.filter(({ is }) => is === 'new').map((write) => [write.id, write.at]))
  const early = writes.filter(({ is, id, at }) => is === 'change' && at < (made.get(id) ?? 'never'))
  expect(early).toEqual([])
  const own = sampleFields.map((field, position) => ({
    ...newField(field, declaredTypes, []),
    id: field.label,
    version: 1,
    position,
    retiredAt: null,
  }))
  const types = typesWith(own)
  const schemas = new Map(types.all.map((type) => [type.name, createSchema(type)]))
  const wrong = writes.filter(({ is, type, values }) => {
    // What is written by the system alone, as the conversation of an email, nobody may give.
    const given = Object.entries(values).filter(([name]) => !types.of(type).fields[name]?.readOnly)
    return is === 'new' && !schemas.get(type)?.safeParse(Object.fromEntries(given)).success
  })
  expect(wrong).toEqual([])
})

test('addresses are of no one: reserved domains, and numbers set aside for stories', () => {
  const writes = tellSample(ground)
  const mails = writes.flatMap(({ values }) => (typeof values.email === 'string' ? [values.email] : []))
  expect(mails.length).toBeGreaterThan(300)
  expect(mails.filter((mail) => !mail.endsWith('.example'))).toEqual([])
  const sites = writes.flatMap(({ values }) => (typeof values.website === 'string' ? [values.website] : []))
  expect(sites.filter((site) => !new URL(site).hostname.endsWith('.example'))).toEqual([])
  const reserved = [
    /^\+44 7700 900\d{3}$/, /^\+1 212 555 01\d\d$/, /^\+33 6 39 98 \d\d \d\d$/, /^\+49 30 23125 \d{3}$/, /^\+353 20 91\d \d{4}$/,
    /^\+46 31 390 06 \d\d$/, /^\+351 22 555 014\d$/,
  ] // prettier-ignore
  const numbers = writes.flatMap(({ values }) => (typeof values.phone === 'string' ? [values.phone] : []))
  expect(numbers.length).toBeGreaterThan(100)
  expect(numbers.filter((number) => !reserved.some((range) => range.test(number)))).toEqual([])
})

test('better channels bring better leads', () => {
  const writes = tellSample(ground)
  const accepted = new Set(
    of(writes, 'person', 'change')
      .filter(({ values }) => values.lifecycleStage === 'accepted')
      .map(({ id }) => id),
  )
  const share = (source: string) => {
    const people = of(writes, 'person').filter(({ values }) => values.source === source)
    return people.filter((one) => accepted.has(one.id)).length / people.length
  }
  expect(share('referral')).toBeGreaterThan(share('paid search'))
  expect(share('paid search')).toBeGreaterThan(share('social'))
})

test('amounts are in the currency of the customer, home ones in the organisation’s', () => {
  const price = (currency: string) => beginStory({ ...ground, currency }).price(12_345, currency)
  expect(price('EUR')).toEqual({ amount: '12300.00', currency: 'EUR' })
  expect(price('JPY')).toEqual({ amount: '2040000', currency: 'JPY' })
  expect(price('XTS')).toEqual({ amount: '12300.00', currency: 'XTS' })
  const currencies = new Set(
    of(tellSample({ ...ground, currency: 'BRL' }), 'deal').map(
      ({ values }) => (values.amount as { currency: string } | null)?.currency,
    ),
  )
  expect(currencies).toEqual(new Set([undefined, 'BRL', 'GBP', 'USD']))
})
