import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDomain, readEmail, readLink, readPhone } from './contacts.ts'
import { dateReader, dayIn, momentIn, suggestDateFormat } from './dates.ts'
import { minorUnits, readAmount, readNumber, scaleNumber, suggestDecimal } from './numbers.ts'
import { nearest, similarity } from './similarity.ts'
import { readDuration, readList, readYesNo } from './words.ts'

describe('dates', () => {
  test.each([
    ['yyyy-MM-dd', '2026-03-05', '2026-03-05'],
    ['dd/MM/yyyy', '05/03/2026', '2026-03-05'],
    ['MM/dd/yyyy', '3/5/2026', '2026-03-05'],
    ['dd.MM.yy', '05.03.26', '2026-03-05'],
    ['dd.MM.yy', '05.03.62', '1962-03-05'],
    ['d MMM yyyy', '5 Mar 2026', '2026-03-05'],
    ['MMM d, yyyy', 'March 5, 2026', '2026-03-05'],
    ['d MMM yyyy', '5 dez 2026', '2026-12-05'],
    ['yyyyMMdd', '20260305', '2026-03-05'],
    ['excel', '46086', '2026-03-05'],
    ['unix', '1772668800', '2026-03-05'],
    ['iso', '2026-03-05', '2026-03-05'],
  ])('%s reads %s', (format, raw, day) => {
    expect(dateReader(format)(raw)?.day).toBe(day)
  })

  test.each([
    ['yyyy-MM-dd', '2026-02-29'],
    ['yyyy-MM-dd', '2026-13-01'],
    ['dd/MM/yyyy', '31/04/2026'],
    ['dd/MM/yyyy HH:mm', '01/04/2026 24:00'],
    ['dd/MM/yyyy', '1st of May'],
    ['yyyy-MM-dd', ''],
  ])('%s refuses "%s"', (format, raw) => {
    expect(dateReader(format)(raw)).toBeNull()
  })

  test('a leap day is a day', () => {
    expect(dateReader('yyyy-MM-dd')('2028-02-29')?.day).toBe('2028-02-29')
  })

  test('a format without a month is no format', () => {
    expect(() => dateReader('yyyy')).toThrow(/needs a year, a month and a day/)
  })

  test('moments take the zone they are told in', () => {
    const told = dateReader('yyyy-MM-dd HH:mm:ss')('2026-07-01 12:00:00')!
    expect(momentIn('UTC')(told)).toBe('2026-07-01T12:00:00.000Z')
    expect(momentIn('America/Sao_Paulo')(told)).toBe('2026-07-01T15:00:00.000Z')
    const winter = dateReader('yyyy-MM-dd HH:mm:ss')('2026-01-01 12:00:00')!
    expect([momentIn('Europe/Lisbon')(told), momentIn('Europe/Lisbon')(winter)]).toEqual([
      '2026-07-01T11:00:00.000Z',
      '2026-01-01T12:00:00.000Z',
    ])
  })

  test('an offset told wins over the zone', () => {
    expect(momentIn('Asia/Tokyo')(dateReader('iso')('2026-07-01T12:00:00+02:00')!)).toBe(
      '2026-07-01T10:00:00.000Z',
    )
  })

  test('afternoon', () => {
    expect(dateReader('MM/dd/yyyy hh:mm a')('07/01/2026 12:30 am')?.time).toBe('00:30:00.000')
    expect(dateReader('MM/dd/yyyy hh:mm a')('07/01/2026 1:30 PM')?.time).toBe('13:30:00.000')
  })

  test('the day of a moment is the one at home', () => {
    expect(dayIn('America/Sao_Paulo')('2026-07-01T02:59:00.000Z')).toBe('2026-06-30')
    expect(dayIn('America/Sao_Paulo')('2026-07-01T03:00:00.000Z')).toBe('2026-07-01')
  })

  test('any moment written in a zone reads back as itself', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Lisbon',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    )
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 4_000_000_000 }), (zone, seconds) => {
        const iso = new Date(seconds * 1000).toISOString()
        expect(momentIn(zone)({ day: iso.slice(0, 10), time: iso.slice(11, 23), offset: 0 })).toBe(iso)
      }),
    )
  })

  describe('the format of a column', () => {
    test('one day above twelve settles the order', () => {
      expect(suggestDateFormat(['03/04/2026', '25/04/2026'])).toEqual({
        format: 'dd/MM/yyyy',
        alternatives: [],
      })
      expect(suggestDateFormat(['03/04/2026', '04/25/2026'])).toEqual({
        format: 'MM/dd/yyyy',
        alternatives: [],
      })
    })
    test('without one it is for a person to say', () => {
      expect(suggestDateFormat(['03/04/2026', '05/06/2026', ''])).toEqual({
        format: 'dd/MM/yyyy',
        alternatives: ['MM/dd/yyyy'],
      })
    })
    test.each([
      [['2026-01-31', '2026-02-01'], 'iso'],
      [['31.01.2026 08:15', '01.02.2026 09:00'], 'dd.MM.yyyy HH:mm'],
      [['1772668800', '1772755200'], 'unix'],
      [['46086', '46087.5'], 'excel'],
    ])('%j', (values, format) => {
      expect(suggestDateFormat(values)?.format).toBe(format)
    })
    test('words are no dates', () => {
      expect(suggestDateFormat(['soon', 'later'])).toBeNull()
    })
  })
})

describe('numbers', () => {
  test.each([
    ['1234.5', '.', '1234.5'],
    ['1,234.50', '.', '1234.50'],
    ['1.234,50', ',', '1234.50'],
    ['1 234,5', ',', '1234.5'],
    ["1'234.50", '.', '1234.50'],
    ['12,34,567', '.', '1234567'],
    ['(12.50)', '.', '-12.50'],
    ['−3', '.', '-3'],
    ['5-', '.', '-5'],
    ['.5', '.', '0.5'],
    ['007', '.', '7'],
    ['-0', '.', '0'],
    ['1.5e3', '.', '1500'],
  ] as const)('%s with %s is %s', (raw, decimal, number) => {
    expect(readNumber(raw, decimal)).toBe(number)
  })
  test.each(['', 'abc', '1.2.3', '1,2', '12 apples', '--1', '.'])('"%s" is none', (raw) => {
    expect(readNumber(raw, '.')).toBeNull()
  })

  test.each([
    ['R$ 1.200,50', ',', { amount: '1200.50', currency: 'BRL' }],
    ['€12', '.', { amount: '12', currency: 'EUR' }],
    ['12.00 USD', '.', { amount: '12.00', currency: 'USD' }],
    ['USD 12', '.', { amount: '12', currency: 'USD' }],
    ['-£3.20', '.', { amount: '-3.20', currency: 'GBP' }],
    ['$5', '.', { amount: '5' }],
  ] as const)('%s is an amount', (raw, decimal, amount) => {
    expect(readAmount(raw, decimal)).toEqual(amount)
  })

  test('minor units follow the currency and round half to even', () => {
    expect(minorUnits('12.345', 'EUR')).toBe('1234')
    expect(minorUnits('12.355', 'EUR')).toBe('1236')
    expect(minorUnits('-12.345', 'EUR')).toBe('-1234')
    expect(minorUnits('1200', 'JPY')).toBe('1200')
    expect(minorUnits('1.5', 'KWD')).toBe('1500')
    expect(minorUnits('1100.04', 'USD', 1_000_000)).toBe('110004000000')
  })
  test('scales are exact', () => {
    expect(scaleNumber('19.99', 0.01)).toBe('0.1999')
    expect(scaleNumber('-3', 1000)).toBe('-3000')
  })
  test('minor units of any amount written with two decimals are its digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (cents) => {
        const text = `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
        expect(minorUnits(readNumber(text, '.')!, 'EUR')).toBe(String(cents))
      }),
    )
  })

  test('the decimal sign of a column', () => {
    expect(suggestDecimal(['1.234,50', '7,25'])).toEqual({ decimal: ',', ambiguous: false })
    expect(suggestDecimal(['1,234.50', '7.25'])).toEqual({ decimal: '.', ambiguous: false })
    expect(suggestDecimal(['1.250', '3.500'])).toEqual({ decimal: '.', ambiguous: true })
    expect(suggestDecimal(['tea', 'cake'])).toBeNull()
  })
})

describe('words', () => {
  test.each([
    ['Yes', true],
    ['não', false],
    ['1', true],
    ['FALSE', false],
    ['maybe', null],
  ])('%s', (raw, value) => {
    expect(readYesNo(raw)).toBe(value)
  })
  test.each([
    ['1:30:00', 5400],
    ['12:05', 725],
    ['1h 30m', 5400],
    ['2 days', 172_800],
    ['PT1H30M', 5400],
    ['90', 90],
    ['90 min', 5400],
    ['a while', null],
  ])('%s lasts', (raw, seconds) => {
    expect(readDuration(raw)).toBe(seconds)
  })
  test('lists', () => {
    expect(readList('vip; new ;vip')).toEqual(['vip', 'new'])
    expect(readList('a/b', '/')).toEqual(['a', 'b'])
    expect(readList('Paris')).toEqual(['Paris'])
  })
})

describe('contacts', () => {
  test.each([
    [' Ana.Lima@Example.COM ', 'ana.lima@example.com'],
    ['Ana Lima <ana@example.com>', 'ana@example.com'],
    ['mailto:ana@example.com', 'ana@example.com'],
    ['ana@localhost', null],
    ['ana@@example.com', null],
    ['ana example.com', null],
  ])('%s', (raw, email) => {
    expect(readEmail(raw)).toBe(email)
  })
  test('phones become E.164 where their country is known', () => {
    expect(readPhone('(11) 91234-5678', 'BR')).toBe('+5511912345678')
    expect(readPhone('+49 (0)30 901820')).toBe('+4930901820')
    expect(readPhone('0049 30 901820')).toBe('+4930901820')
    expect(readPhone('030 901820')).toBeNull()
    expect(readPhone('call me')).toBeNull()
  })
  test('domains by public suffix', () => {
    expect(readDomain('https://shop.example.co.uk/x?y')).toBe('example.co.uk')
    expect(readDomain('ana@mail.example.com.br')).toBe('example.com.br')
    expect(readDomain('nowhere')).toBeNull()
  })
  test('links', () => {
    expect(readLink('example.com/a')).toBe('https://example.com/a')
    expect(readLink('javascript:alert(1)')).toBeNull()
    expect(readLink('not a link')).toBeNull()
  })
})

describe('similarity', () => {
  test('spaces, case and accents do not count', () => {
    expect(similarity('GTXPro', 'GTX Pro')).toBe(1)
    expect(similarity('São-Paulo', 'sao paulo')).toBe(1)
  })
  test('the nearest word, when it is near and the only one', () => {
    expect(nearest('technolgy', ['technology', 'retail'])?.candidate).toBe('technology')
    expect(nearest('Enganging', ['Engaging', 'Won', 'Lost'])?.candidate).toBe('Engaging')
    expect(nearest('banking', ['retail', 'software'])).toBeNull()
    expect(nearest('Team X', ['Team A', 'Team B'])).toBeNull()
  })
  test('it is symmetric and whole only for the same word', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(similarity(a, b)).toBe(similarity(b, a))
        expect(similarity(a, b)).toBeGreaterThanOrEqual(0)
        expect(similarity(a, b)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
