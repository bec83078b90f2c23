import fc from 'fast-check'
import nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { calendarOf, editionOf, inPlainWords, type CalendarMeeting, type KnownInvitation } from './rules.ts'
import { zoneComponent } from './zones/rules.ts'

const meeting: CalendarMeeting = {
  uid: 'a@throughline',
  sequence: 0,
  subject: 'First visit',
  startsAt: '2026-03-28T09:00:00Z',
  endsAt: null,
  zone: 'Europe/Berlin',
  location: 'Rua das Flores 12, Porto',
  link: 'https://meet.example/spring',
  agenda: '<p>Numbers &amp; dates</p><p>Next step</p>',
  organiser: { name: 'Mira, Sokolova', email: 'mira@acme.example' },
  attendees: [{ name: 'Ana Duarte', email: 'ana@example.com' }],
}
const now = '2026-03-01T10:00:00Z'

test('a meeting keeps its hour on either side of a change of clocks, read by another program', () => {
  for (const [startsAt, local] of [
    ['2026-03-28T09:00:00Z', 'T100000'],
    ['2026-03-29T09:00:00Z', 'T110000'],
    ['2026-10-24T08:00:00Z', 'T100000'],
    ['2026-10-25T09:00:00Z', 'T100000'],
  ] as const) {
    const text = calendarOf([{ ...meeting, startsAt }], { name: 'Acme', method: 'REQUEST', now })
    expect(text).toContain(`DTSTART;TZID=Europe/Berlin:${startsAt.slice(0, 10).replaceAll('-', '')}${local}`)
    const event = Object.values(nodeIcal.parseICS(text)).find((part) => part?.type === 'VEVENT')
    expect(event).toMatchObject({ summary: 'First visit', uid: 'a@throughline', location: meeting.location })
    expect((event as { start: Date }).start.toISOString()).toBe(new Date(startsAt).toISOString())
    expect((event as { end: Date }).end.getTime() - (event as { start: Date }).start.getTime()).toBe(
      1_800_000,
    )
  }
})

test('any moment in any of these zones is read back as the same moment', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'Europe/Lisbon',
        'America/New_York',
        'Asia/Kolkata',
        'Australia/Lord_Howe',
        'Pacific/Auckland',
        'UTC',
      ),
      fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
      (zone, at) => {
        const startsAt = new Date(at - (at % 60_000)).toISOString()
        const text = calendarOf([{ ...meeting, startsAt, zone }], { name: 'Acme', now })
        const event = Object.values(nodeIcal.parseICS(text)).find((part) => part?.type === 'VEVENT')
        expect((event as { end: Date }).end.toISOString()).toBe(
          new Date(Date.parse(startsAt) + 1_800_000).toISOString(),
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('a zone names each change of its clock with the offsets before and after', () => {
  const lines = zoneComponent('Europe/Berlin', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z').split('\r\n')
  const at = lines.indexOf('DTSTART:20260329T020000')
  expect(lines.slice(at - 1, at + 3)).toEqual([
    'BEGIN:DAYLIGHT',
    'DTSTART:20260329T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
  ])
  expect(zoneComponent('UTC', now, now).match(/BEGIN:STANDARD/g)).toHaveLength(1)
})

test('an agenda is told in plain words', () => {
  expect(inPlainWords('<p>Numbers &amp; dates</p><ul><li>One</li></ul>')).toBe('Numbers & dates\nOne')
})

test('everybody gets each edition once, and a change raises it', () => {
  const sent = (key: string, sequence: number, content: string, cancelled = false): KnownInvitation => ({
    key,
    sequence,
    content,
    cancelled,
  })
  expect(editionOf([], ['a', 'b'], 'x', false)).toEqual({ sequence: 0, invite: ['a', 'b'], cancel: [] })
  const both = [sent('a', 0, 'x'), sent('b', 0, 'x')]
  expect(editionOf(both, ['a', 'b'], 'x', false)).toEqual({ sequence: 0, invite: [], cancel: [] })
  expect(editionOf(both, ['a', 'b', 'c'], 'x', false)).toEqual({ sequence: 0, invite: ['c'], cancel: [] })
  expect(editionOf(both, ['a', 'b'], 'y', false)).toEqual({ sequence: 1, invite: ['a', 'b'], cancel: [] })
  expect(editionOf(both, ['a'], 'x', false)).toEqual({ sequence: 1, invite: [], cancel: ['b'] })
  expect(editionOf(both, ['a', 'b'], 'x', true)).toEqual({ sequence: 1, invite: [], cancel: ['a', 'b'] })
  const off = [sent('a', 1, 'x', true), sent('b', 1, 'x', true)]
  expect(editionOf(off, ['a', 'b'], 'x', true)).toEqual({ sequence: 2, invite: [], cancel: [] })
  expect(editionOf(off, ['a'], 'x', false)).toEqual({ sequence: 2, invite: ['a'], cancel: [] })
})
