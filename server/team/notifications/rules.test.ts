import { expect, test } from 'vitest'
import { newsOf, type Told } from './rules.ts'

const [ana, bruno] = ['019a0000-0000-7000-8000-00000000000a', '019a0000-0000-7000-8000-00000000000b']
const mention = (id: string) =>
  `<p>See <span data-type="mention" data-id="${id}" class="mention">@x</span></p>`
const told = (given: Partial<Told>): Told => ({
  id: 'e1',
  tx: 1,
  type: 'note.created',
  origin: 'web',
  actorId: ana,
  subjectType: 'note',
  subjectId: 'n1',
  changes: {},
  ...given,
})
const news = (...events: Partial<Told>[]) =>
  newsOf(events.map(told)).map(({ userId, kind, count }) => [userId, kind, count])

test('who is mentioned hears of it, once and not of their own words', () => {
  expect(news({ changes: { body: [null, mention(bruno) + mention(bruno) + mention(ana)] } })).toEqual([
    [bruno, 'mention', 1],
  ])
  expect(news({ changes: { body: [mention(bruno), `${mention(bruno)} again`] } })).toEqual([])
})

test('who is given something by somebody else hears of it', () => {
  const task = { subjectType: 'task', type: 'task.created' }
  expect(news({ ...task, changes: { owner: [null, bruno] } })).toEqual([[bruno, 'assignment', 1]])
  expect(news({ ...task, changes: { owner: [null, ana] } })).toEqual([])
  expect(news({ ...task, changes: { owner: [bruno, null] } })).toEqual([])
})

test('having written a note is no assignment', () => {
  expect(news({ changes: { owner: [null, bruno] } })).toEqual([])
})

test('many given in one act are one piece of news', () => {
  const given = {
    subjectType: 'person',
    type: 'person.updated',
    changes: { owner: [ana, bruno] as [unknown, unknown] },
  }
  expect(news({ ...given, id: 'e1' }, { ...given, id: 'e2' }, { ...given, id: 'e3', tx: 2 })).toEqual([
    [bruno, 'assignment', 2],
    [bruno, 'assignment', 1],
  ])
})

test.each(['import', 'sample'])('an %s stays silent', (origin) => {
  expect(news({ origin, changes: { body: [null, mention(bruno)] } })).toEqual([])
})
