import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import {
  answers,
  criteriaOf,
  scoreOf,
  type Answer,
  type Framework,
  type Qualification,
} from '../../../../contract/sales/lead-qualification.ts'
import { fresh, testCompany } from '../../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const arrive = async () =>
  ask(owner, 'POST', '/leads', { body: { name: `Lead ${fresh()}`, person: (await app.person()).id } })
const answer = (lead: AnyRecord, criterion: string, given: Answer, note = '') =>
  ask<Qualification>(owner, 'PUT', `/leads/${lead.id}/qualification/${criterion}`, {
    body: { answer: given, note },
  })
const use = (framework: Framework) => ask(owner, 'PATCH', '/lead-settings', { body: { framework } })
const scoreIn = async (lead: AnyRecord) => (await ask(owner, 'GET', `/leads/${lead.id}`)).score

const bant: Framework = { name: 'bant' }

describe('the score', () => {
  test.each<[Record<string, Answer>, number | null]>([
    [{}, null],
    [{ budget: 'unknown' }, null],
    [{ budget: 'no' }, 0],
    [{ budget: 'yes' }, 25],
    [{ budget: 'partly' }, 13],
    [{ budget: 'yes', authority: 'yes', need: 'yes', timing: 'partly' }, 88],
    [{ budget: 'yes', authority: 'yes', need: 'yes', timing: 'yes', champion: 'no' }, 100],
  ])('of %o is %s', (given, score) => {
    expect(scoreOf(bant, given)).toBe(score)
  })

  const framework = fc.oneof(
    fc.constantFrom<Framework>({ name: 'bant' }, { name: 'meddic' }),
    fc.integer({ min: 1, max: 20 }).map((count): Framework => ({
      name: 'own',
      criteria: Array.from({ length: count }, (_, i) => ({ key: `c${i}`, label: `C ${i}`, question: '' })),
    })),
  )
  const asked = framework.chain((one) =>
    fc.tuple(
      fc.constant(one),
      fc.dictionary(fc.constantFrom(...criteriaOf(one)), fc.constantFrom(...answers)),
      fc.constantFrom(...criteriaOf(one)),
    ),
  )

  test('is a whole number from 0 to 100, grows with each better answer, and is full when all is met', () => {
    fc.assert(
      fc.property(asked, ([one, given, criterion]) => {
        const scores = (['no', 'partly', 'yes'] as const).map((better) =>
          scoreOf(one, { ...given, [criterion]: better }),
        )
        for (const score of scores) {
          expect(Number.isInteger(score)).toBe(true)
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(100)
        }
        expect(scores[0]).toBeLessThan(scores[1]!)
        expect(scores[1]).toBeLessThan(scores[2]!)
        const full = Object.fromEntries(criteriaOf(one).map((key) => [key, 'yes' as const]))
        expect(scoreOf(one, full)).toBe(100)
        expect(scoreOf(one, { ...given, elsewhere: 'yes' })).toBe(scoreOf(one, given))
      }),
    )
  })
})

describe('a lead', () => {
  test('is asked by the framework of the company, and scored with each answer', async () => {
    const lead = await arrive()
    const { answers: open, score } = await ask<Qualification>(owner, 'GET', `/leads/${lead.id}/qualification`)
    expect([open.map(({ criterion }) => criterion), score]).toEqual([
      ['budget', 'authority', 'need', 'timing'],
      null,
    ])
    await answer(lead, 'budget', 'yes', 'Signed off in March')
    const after = await answer(lead, 'need', 'partly')
    expect(after.score).toBe(38)
    expect(after.answers[0]).toMatchObject({ answer: 'yes', note: 'Signed off in March', by: 'Olga Owner' })
    expect(await scoreIn(lead)).toBe(38)
    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/leads', {
      query: { filter: { field: 'score', op: 'atLeast', value: 38 } },
    })
    expect(data.map(({ id }) => id)).toEqual([lead.id])
  })

  test('is scored anew by another framework, and as before when it comes back', async () => {
    const [full, none] = [await arrive(), await arrive()]
    for (const criterion of criteriaOf(bant)) await answer(full, criterion, 'yes')
    await use({ name: 'meddic' })
    expect([await scoreIn(full), await scoreIn(none)]).toEqual([null, null])
    await answer(full, 'champion', 'partly')
    await answer(full, 'pain', 'yes')
    expect(await scoreIn(full)).toBe(25)
    expect(
      (await call(owner, 'PUT', `/leads/${full.id}/qualification/budget`, { body: { answer: 'no' } })).status,
    ).toBe(404)
    await use({ name: 'own', criteria: [{ key: 'fleet', label: 'Runs a fleet', question: '' }] })
    await answer(full, 'fleet', 'partly')
    expect(await scoreIn(full)).toBe(50)
    await use(bant)
    expect(await scoreIn(full)).toBe(100)
  })

  test('is scored by the database as by the rule', async () => {
    const lead = await arrive()
    const one: Framework = {
      name: 'own',
      criteria: Array.from({ length: 7 }, (_, i) => ({ key: `c${i}`, label: `C${i}`, question: '' })),
    }
    for (const given of [
      ['yes', 'partly', 'no'],
      ['partly'],
      ['unknown', 'unknown'],
      ['partly', 'partly', 'partly', 'yes', 'yes', 'no', 'partly'],
    ] as Answer[][]) {
      await use(one)
      await sql`delete from lead_answers where lead_id = ${lead.id}`.execute(db)
      for (const [i, told] of given.entries()) await answer(lead, `c${i}`, told)
      const byRule = await scoreIn(lead)
      await use(bant)
      await use(one)
      expect(await scoreIn(lead), given.join()).toBe(byRule)
    }
    await use(bant)
  })

  test('answered by two at once has both answers in its score', async () => {
    const lead = await arrive()
    await Promise.all(criteriaOf(bant).map((criterion) => answer(lead, criterion, 'yes')))
    expect(await scoreIn(lead)).toBe(100)
  })
})
