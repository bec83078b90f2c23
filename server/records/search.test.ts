import { describe, expect, test } from 'vitest'
import type { SearchHit } from '../../contract/records/search.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask } = company

const firm = await company.company({
  name: 'Zephyr Instruments',
  domain: 'www.zephyr.co.uk',
  description: '<p>makes <b>barometers</b></p>',
})
const ana = await company.person({
  firstName: 'Margarida',
  lastName: "O'Brien-Sousa",
  email: 'margarida@zephyr.co.uk',
  phone: '+351 912 345 678',
  company: firm.id,
})
const deal = await company.deal({ name: 'Zephyr 100% renewal', company: firm.id })
const note = await ask(owner, 'POST', '/notes', {
  body: { body: '<p>They asked about hygrometers</p>', company: firm.id },
})
const product = await ask(owner, 'POST', '/products', { body: { name: 'GTX Pro', sku: 'GTX-9' } })

const search = async (q: string, more: Record<string, unknown> = {}, who: TestCaller = owner) =>
  (await ask<{ data: SearchHit[] }>(who, 'GET', '/search', { query: { q, ...more } })).data
const ids = async (q: string, more = {}) => (await search(q, more)).map(({ id }) => id)

describe('search over all types', () => {
  test.each([
    ['margarida@zephyr.co.uk', () => ana],
    ['MARGARIDA@zephyr.co.uk', () => ana],
    ['+351912345678', () => ana],
    ['zephyr.co.uk', () => firm],
    ['GTX-9', () => product],
    ['zephyr instr', () => firm],
    ['zefyr instruments', () => firm],
    ['Margrida', () => ana],
    ["o'brien", () => ana],
    ['barometers', () => firm],
    ['hygromet', () => note],
    ['100%', () => deal],
    ['gtx', () => product],
  ])('finds by %s', async (q, wanted) => {
    expect(await ids(q)).toContain(wanted().id)
    expect((await ids(q))[0]).toBe(wanted().id)
  })

  test('knows customers by every further address, number and domain, however they are typed', async () => {
    const known = async (path: string, kind: string, value: string) =>
      ask(owner, 'POST', `${path}/identities`, { body: { kind, value } })
    await known(`/people/${ana.id}`, 'email', 'guida@home.example')
    await known(`/people/${ana.id}`, 'phone', '+351 213 000 111')
    await known(`/companies/${firm.id}`, 'domain', 'zephyr-labs.de')
    // A name that holds the words is found as well, after whoever is known by them.
    const namesake = await company.company({ name: 'guida@home.example' })
    for (const q of ['guida@home.example', 'GUIDA@home.example'])
      expect(await ids(q)).toEqual([ana.id, namesake.id])
    for (const q of ['+351 213 000 111', '+351213000111', '00351 213000111'])
      expect((await ids(q))[0], q).toBe(ana.id)
    for (const q of ['zephyr-labs.de', 'https://www.zephyr-labs.de/about'])
      expect((await ids(q))[0], q).toBe(firm.id)
    const listed = await ask<{ data: { id: string }[] }>(owner, 'GET', '/people', {
      query: { q: '+351 213 000 111' },
    })
    expect(listed.data.map(({ id }) => id)).toEqual([ana.id])
    const key = await company.key(['company:read'])
    expect((await search('guida@home.example', {}, key)).map(({ id }) => id)).toEqual([namesake.id])
  })

  test('ranks what begins with the words before what holds them, and customers before what is theirs', async () => {
    const begins = await company.company({ name: 'Maple Quay' })
    const inside = await company.company({ name: 'Old Maple Quay' })
    const theirs = await company.deal({ name: 'Maple Quay renewal' })
    const ends = await company.deal({ name: 'Renewal of Maple Quay' })
    expect(await ids('maple quay')).toEqual([begins.id, theirs.id, inside.id, ends.id])
    for (let i = 0; i < 70; i++) await company.deal({ name: `The maple number ${i}` })
    expect((await ids('maple')).slice(0, 2)).toEqual([begins.id, theirs.id])
  })

  test('says what it found, of one type if asked, no more than asked', async () => {
    const hits = await search('zephyr')
    expect(hits.map(({ type }) => type).sort()).toEqual(['company', 'deal'])
    expect(hits.find(({ type }) => type === 'company')).toEqual({
      id: firm.id,
      type: 'company',
      plural: 'companies',
      title: 'Zephyr Instruments',
    })
    expect((await search('zephyr', { type: 'deal' })).map(({ id }) => id)).toEqual([deal.id])
    expect(await search('zephyr', { limit: 1 })).toHaveLength(1)
    expect(await search('zephyr', { type: 'constructor' })).toEqual([])
  })

  test('follows a change of name, and forgets the old one', async () => {
    const { id } = await company.company({ name: 'Quondam Holdings' })
    await ask(owner, 'PATCH', `/companies/${id}`, { body: { name: 'Xylophone Works' } })
    expect(await ids('quondam')).toEqual([])
    expect(await ids('xylophone')).toEqual([id])
  })

  test.each([
    "'",
    '"',
    '\\',
    '%',
    '_',
    ':*',
    '& |',
    '!x',
    "'); drop table people; --",
    '((((',
    '<->',
    'a',
    'ab',
    '   ',
    '🙂',
    'İ',
    '²³',
    'x'.repeat(200),
    '[x',
    '{"a":1}',
    '\u2028',
  ])('answers %j without a mistake', async (q) => {
    expect((await call(owner, 'GET', '/search', { query: { q } })).status).toBe(200)
    expect((await call(owner, 'GET', '/people', { query: { q } })).status).toBe(200)
  })

  test('refuses nothing, too much and what is no text', async () => {
    for (const q of ['', 'x'.repeat(201), 'nul\0'])
      expect((await call(owner, 'GET', '/search', { query: { q } })).status).toBe(422)
  })

  test('is narrowed to what a key may read', async () => {
    const key = await company.key(['person:read'])
    expect((await search('margarida', {}, key)).map(({ type }) => type)).toEqual(['person'])
    expect(await search('zephyr', {}, key)).toEqual([])
    expect(await search('zephyr', { type: 'deal' }, key)).toEqual([])
  })
})
