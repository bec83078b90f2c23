import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { defaultSettings, endings } from '../../../contract/team/settings.ts'
import { languageAsked } from '../../../contract/values/language.ts'
import { dateFormats, dayInFigures, momentInWords } from '../../../contract/values/written.ts'
import { digestDue, endedMails, readToken, unsubscribeToken } from './rules.ts'

const zones = [
  'UTC',
  'Europe/Lisbon',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Africa/Casablanca',
]
const everyDay = [1, 2, 3, 4, 5, 6, 7]

/** The digests that are begun when a clock that strikes every five minutes runs over these days. */
function begun(zone: string, from: string, days: number, digest: { hour: number; days: number[] }, skip = 0) {
  const found: { day: string; at: Temporal.ZonedDateTime }[] = []
  const start = Temporal.PlainDate.from(from).toZonedDateTime('UTC').toInstant()
  let last: string | null = null
  for (let minute = skip; minute < days * 1_440; minute += 5) {
    const now = start.add({ minutes: minute })
    const day = digestDue(now.toString(), zone, digest, last)
    if (day === null) continue
    found.push({ day, at: now.toZonedDateTimeISO(zone) })
    last = day
  }
  return found
}

describe('the digest', () => {
  test('comes once on each day asked for and at its hour, clocks going forward or back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        // Around the days on which clocks change somewhere, in both halves of the year.
        fc.constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30'),
        fc.integer({ min: 0, max: 23 }),
        fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
        (zone, from, hour, days) => {
          const found = begun(zone, from, 5, { hour, days })
          expect(new Set(found.map(({ day }) => day)).size).toBe(found.length)
          for (const { day, at } of found) {
            expect(at.toPlainDate().toString()).toBe(day)
            expect(days).toContain(at.dayOfWeek)
          }
          // The first may be one that the clock began in the middle of.
          for (const { at } of found.slice(1)) {
            const skipped = at.startOfDay().hoursInDay < 24
            expect(at.hour === hour || (skipped && at.hour === hour + 1), at.toString()).toBe(true)
            expect(at.minute, at.toString()).toBeLessThan(35)
          }
          const local = (offset: number) => Temporal.PlainDate.from(from).add({ days: offset })
          const wanted = [1, 2, 3].map(local).filter((day) => days.includes(day.dayOfWeek))
          for (const day of wanted) expect(found.map((one) => one.day)).toContain(day.toString())
        },
      ),
      { numRuns: 150 },
    )
  })

  test.each([
    ['an hour that is skipped', '2026-03-29T01:00:00Z', 'Europe/Lisbon', 1, '2026-03-29'],
    ['just before it', '2026-03-29T00:59:00Z', 'Europe/Lisbon', 1, null],
    ['an hour that comes twice, the first time', '2026-10-25T00:00:00Z', 'Europe/Lisbon', 1, '2026-10-25'],
    ['the evening before', '2026-10-24T22:59:00Z', 'Europe/Lisbon', 1, '2026-10-24'],
  ])('at %s', (_, now, zone, hour, day) => {
    expect(digestDue(now, zone, { hour, days: everyDay }, null)).toBe(day)
  })

  test('does not come again when its reader moves to a zone where it is still yesterday', () => {
    const digest = { hour: 8, days: everyDay }
    expect(digestDue('2026-11-22T23:30:00Z', 'Asia/Tokyo', digest, '2026-11-22')).toBe('2026-11-23')
    expect(digestDue('2026-11-22T23:40:00Z', 'America/Los_Angeles', digest, '2026-11-23')).toBeNull()
    expect(digestDue('2026-11-23T23:40:00Z', 'America/Los_Angeles', digest, '2026-11-23')).toBeNull()
    expect(digestDue('2026-11-24T16:00:00Z', 'America/Los_Angeles', digest, '2026-11-23')).toBe('2026-11-24')
  })
})

describe('a link that ends mails', () => {
  const key = Buffer.alloc(32, 7)
  const userId = '019a0000-0000-7000-8000-00000000000a'

  test('says whose and which, and nothing else is taken for one', () => {
    for (const ending of endings) {
      const token = unsubscribeToken(key, userId, ending)
      expect(readToken(key, token)).toEqual({ userId, ending })
      expect(readToken(Buffer.alloc(32, 8), token)).toBeNull()
      for (const forged of [token.replace('a', 'b'), token.slice(0, -1), token.replace(ending, 'all')])
        expect(readToken(key, forged), forged).toBeNull()
    }
    expect(readToken(key, '')).toBeNull()
  })

  test('ends what it names and leaves the rest', () => {
    const notifications = {
      mention: { app: true, mail: 'digest' },
      assignment: { app: false, mail: 'now' },
      due: { app: true, mail: 'digest' },
      notice: { app: true, mail: 'now' },
    } as const
    const settings = { ...defaultSettings, notifications }
    const mails = (ending: (typeof endings)[number]) =>
      Object.values(endedMails(settings, ending)).map(({ mail }) => mail)
    expect(mails('digest')).toEqual(['never', 'now', 'never', 'now'])
    expect(mails('notice')).toEqual(['digest', 'now', 'digest', 'never'])
    expect(mails('mention')).toEqual(['digest', 'now', 'digest', 'now'])
    expect(endedMails(settings, 'assignment').assignment).toEqual({ app: false, mail: 'never' })
  })
})

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-US,en;q=0.9,pt;q=0.8', 'en'],
  ['fr-FR,pt-BR;q=0.5,en;q=0.4', 'pt'],
  ['fr, *;q=0.1', null],
  ['de;q=0, en', 'en'],
  ['*', null],
  ['', null],
  [undefined, null],
])('a browser that asks for %s', (header, language) => {
  expect(languageAsked(header)).toBe(language)
})

test('a day in figures, and a moment on the reader’s own clock', () => {
  expect(dateFormats.map((format) => dayInFigures('2026-03-09', format))).toEqual([
    '09.03.2026',
    '09/03/2026',
    '03/09/2026',
    '2026-03-09',
  ])
  const lisbon = { locale: 'en-GB', zone: 'Europe/Lisbon' }
  const late = '2026-07-01T23:30:00Z'
  expect(momentInWords(late, { ...lisbon, dates: 'dd.mm.yyyy' })).toBe('02.07.2026, 00:30')
  expect(momentInWords(late, { ...lisbon, clock: '12' })).toMatch(/12:30\s?am/)
})
