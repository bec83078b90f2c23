import { getDocumentProxy, getMeta } from 'unpdf'
import { expect, test } from 'vitest'
import { documentOf, type QuoteDocument } from '../../../contract/sales/quote-document.ts'
import type { LanguageName } from '../../../contract/values/language.ts'
import { pagesOf } from '../../../tests/pdf.ts'
import { drawPaper } from './drawing/rules.ts'
import { paperOf } from './rules.ts'

const line = {
  name: 'Helmet',
  description: '',
  quantity: '12',
  unit: 'pc',
  price: '40.00',
  discount: null,
  charged: 'once',
  term: 1,
  taxRate: 2_300,
  cost: null,
} as const

function quoted(language: LanguageName, lines: Parameters<typeof documentOf>[1] = [line]): QuoteDocument {
  return documentOf(
    {
      number: '2026-0042',
      edition: 2,
      title: 'Spring order',
      seller: {
        name: 'Northwind Lda.',
        person: 'Rui Costa',
        address: { street: 'Rua Direita 5', postalCode: '4000-123', city: 'Porto', country: 'PT' },
        taxNumber: 'PT 501 234 567',
        bank: 'IBAN PT50 0002 0123',
      },
      customer: { company: 'Żabka Łódź', person: 'Νίκος Παππάς', address: null },
      language,
      issuedOn: '2026-03-05',
      validUntil: '2026-04-04',
      intro: 'As we said on the phone.',
      terms: 'Payable within 30 days.',
    },
    lines,
    { currency: 'EUR', inclusive: false, rounding: 'line', discount: { percent: 1_000 } },
  ).document
}

const hash = 'c0ffee'.padEnd(64, '0')
const at = new Date('2026-03-05T10:00:00Z')
const look = { colour: '#0b7285', logo: null }
const drawn = (document: QuoteDocument) => drawPaper(paperOf('quote', document, hash), look, at)

test('a quote on paper says what was sent, as its language writes it', async () => {
  const [page = ''] = await pagesOf(await drawn(quoted('de')))
  for (const part of [
    'Angebot 2026-0042',
    'Spring order · Version 2',
    'Northwind Lda.',
    '4000-123 Porto',
    'Portugal',
    'Żabka Łódź',
    'Νίκος Παππάς',
    '5. März 2026',
    '4. April 2026',
    'Rui Costa',
    'Helmet',
    '12 pc',
    '40,00 €',
    'Vor Rabatten 480,00 €',
    'Rabatte -48,00 €',
    'Ohne Steuer 432,00 €',
    'Steuer 23 % auf 432,00 € 99,36 €',
    'Gesamt 531,36 €',
    'Payable within 30 days.',
    'Steuernummer PT 501 234 567',
    'Dokument c0ffee0000000000',
    'Seite 1 von 1',
  ])
    expect(page).toContain(part)
  expect((await pagesOf(await drawn(quoted('pt'))))[0]).toContain('Proposta 2026-0042')
  expect((await pagesOf(await drawn(quoted('en'))))[0]).toContain('Total €531.36')
})

test('it says its language and title to programs, and is the same file each time', async () => {
  const file = await drawn(quoted('de'))
  expect(file.equals(await drawn(quoted('de')))).toBe(true)
  const { info } = await getMeta(await getDocumentProxy(new Uint8Array(file)))
  expect(info).toMatchObject({
    Title: 'Angebot 2026-0042 · Żabka Łódź',
    Author: 'Northwind Lda.',
    Language: 'de',
  })
})

test('letters that were parts of others before are read in later documents too', async () => {
  await drawn({
    ...quoted('en'),
    customer: { company: 'Łódź ÀÂÇÉÈÊËÎÏÔÙÛÜ àâçéèêëîïôùûü', person: '', address: null },
  })
  const letters = 'Aa Cc Ee Ii Oo Uu Zz'
  const later = { ...quoted('en'), customer: { company: letters, person: letters, address: null } }
  expect((await pagesOf(await drawn(later)))[0]).toContain(`${letters} ${letters}`)
})

test('a long quote goes on overleaf under its heads, and every line is there once', async () => {
  const lines = Array.from({ length: 80 }, (_, i) => ({
    ...line,
    name: `Part No. ${i + 1}.`,
    description: i % 7 === 0 ? 'Made to measure, with a long description. '.repeat(6) : '',
  }))
  const pages = await pagesOf(await drawn(quoted('en', lines)))
  expect(pages.length).toBeGreaterThan(2)
  const all = pages.join(' ')
  for (const { name } of lines) expect(all.split(name)).toHaveLength(2)
  pages.forEach((page, i) => {
    expect(page).toContain(`Page ${i + 1} of ${pages.length}`)
    if (page.includes('Part No.')) expect(page).toContain('Quantity')
  })
  expect(pages.at(-1)).toContain('Total €')
})

test('amounts of any size are written to the cent', async () => {
  const [page] = await pagesOf(
    await drawn(quoted('en', [{ ...line, quantity: '1', price: '90071992547409.93' }])),
  )
  expect(page).toContain('€90,071,992,547,409.93')
})
