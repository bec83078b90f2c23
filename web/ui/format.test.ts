import { expect, test } from 'vitest'
import * as format from './format.ts'

const lisbon: format.Manner = { locale: 'en-GB', zone: 'Europe/Lisbon', currency: 'EUR' }
const german: format.Manner = { ...lisbon, locale: 'de-DE' }
const plain = (text: string) => text.replaceAll(/\s/g, ' ')

test('money: the language decides the place of the currency, whole amounts lose decimals', () => {
  expect(format.money({ amount: '18400.00', currency: 'EUR' }, lisbon)).toBe('€18,400')
  expect(plain(format.money({ amount: '18400.50', currency: 'EUR' }, german))).toBe('18.400,50 €')
  expect(plain(format.money({ amount: '1280000.00', currency: 'EUR' }, german, 'compact'))).toBe(
    '1,28 Mio. €',
  )
  expect(format.money({ amount: '90071992547409.93', currency: 'EUR' }, lisbon)).toBe(
    '€90,071,992,547,409.93',
  )
  expect(format.money(null, lisbon)).toBe('—')
})

test('a calendar day does not move with the zone; the year shows only when it is another', () => {
  const west = { ...lisbon, zone: 'America/Los_Angeles' }
  expect(format.day('2026-03-31', west, new Date('2026-06-01'))).toBe('31 Mar')
  expect(format.day('2025-03-31', west, new Date('2026-06-01'))).toBe('31 Mar 2025')
})

test('an instant falls on the day of the company’s zone', () => {
  expect(format.dayIn('2026-07-01T23:30:00Z', lisbon)).toBe('2026-07-02')
})

test('durations keep their two largest units', () => {
  expect(plain(format.duration(11_040, lisbon))).toBe('3 hrs 4 mins')
  expect(plain(format.duration(93_784, lisbon))).toBe('1 day 2 hrs')
  expect(plain(format.duration(0, lisbon))).toBe('0 secs')
})

test('relative times are words', () => {
  const now = Date.parse('2026-07-01T12:00:00Z')
  expect(format.relative('2026-07-01T09:00:00Z', lisbon, now)).toBe('3 hours ago')
  expect(format.relative('2026-07-02T12:00:00Z', lisbon, now)).toBe('tomorrow')
  expect(format.relative('2026-07-01T12:00:20Z', lisbon, now)).toBe('now')
})

test('initials of one and of several words', () => {
  expect(format.initials('Ana Maria Duarte')).toBe('AD')
  expect(format.initials('Cher')).toBe('C')
  expect(format.initials('40 e-bikes, Porto')).toBe('EP')
})

test('what the reader has chosen stands before what the language does', () => {
  const own: format.Manner = {
    ...german,
    numbers: '1,234.5',
    dates: 'yyyy-mm-dd',
    clock: '12',
    currencyDisplay: 'code',
  }
  expect(format.number(1234.5, own)).toBe('1,234.5')
  expect(plain(format.money({ amount: '1234.50', currency: 'EUR' }, own))).toBe('1,234.50 EUR')
  expect(format.day('2026-03-31', own, new Date('2026-06-01'))).toBe('2026-03-31')
  expect(plain(format.moment('2026-07-01T23:30:00Z', own))).toMatch(/^2026-07-02, 12:30 AM$/)
  const spaced: format.Manner = { ...german, locale: 'pt-PT', numbers: '1 234,5' }
  expect(plain(format.number(1234.5, spaced))).toBe('1 234,5')
  expect(
    format.money({ amount: '90071992547409.93', currency: 'EUR' }, { ...lisbon, numbers: '1’234.5' }),
  ).toBe('€90’071’992’547’409.93')
})

test('per cent is written as the language does, in a figure and after a number in a field', () => {
  expect(format.percent(0.255, lisbon)).toBe('25.5%')
  expect(format.percentSuffix(lisbon)).toBe('%')
  expect(plain(format.percent(0.255, german))).toBe('25,5 %')
  expect(plain(format.percentSuffix(german))).toBe(' %')
})
