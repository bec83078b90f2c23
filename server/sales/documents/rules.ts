import type { Address } from '../../../contract/records/value.ts'
import type { Issued } from '../../../contract/sales/invoice-routes.ts'
import type { QuoteDocument } from '../../../contract/sales/quote-document.ts'
import { localeOfLanguage } from '../../../contract/values/language.ts'
import { paperText } from '../../text/paper.ts'

/** A line of a document's table: its cells from the left, and what stands below the first. */
interface PaperLine {
  cells: readonly [item: string, quantity: string, price: string, tax: string, total: string]
  notes: readonly string[]
}

/** A document in words, as it is drawn: nothing is counted or translated after this. */
export interface Paper {
  language: string
  title: string
  subtitle: string
  facts: readonly (readonly [label: string, value: string])[]
  sender: readonly string[]
  recipient: readonly string[]
  intro: string
  heads: PaperLine['cells']
  lines: readonly PaperLine[]
  sums: readonly (readonly [label: string, value: string])[]
  total: readonly [label: string, value: string]
  closing: readonly string[]
  /** At the foot of every page. */
  foot: readonly string[]
  page: (page: number, pages: number) => string
}

const filled = (parts: readonly (string | null | undefined)[]): string[] =>
  parts.filter((part): part is string => Boolean(part))

function addressLines(address: Address | null | undefined, locale: string): string[] {
  const { street, postalCode, city, region, country } = address ?? {}
  const named =
    country && /^[A-Z]{2}$/.test(country)
      ? new Intl.DisplayNames(locale, { type: 'region' }).of(country)
      : country
  return filled([street, filled([postalCode, city]).join(' '), region, named])
}

/** What a document is: what all others are drawn like, or one that was issued for an order. */
export type PaperKind = 'quote' | Issued['kind']

const titles = { quote: 'quote', invoice: 'invoice', credit: 'creditNote' } as const

/** A document in the words of its language. Days and amounts are written as that language does. */
export function paperOf(kind: PaperKind, document: QuoteDocument, hash: string): Paper {
  const { currency, inclusive, seller, customer, language = 'en' } = document
  const locale = localeOfLanguage[language]
  const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const rates = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  // A number that stands as text is written digit by digit, whatever its size.
  const money = (amount: string) => amounts.format(amount as `${number}`)
  const rate = (basisPoints: number) => rates.format(basisPoints / 10_000)
  const day = (value: string) => days.format(new Date(value))
  const say = (...[key, params]: [Parameters<typeof paperText>[1], Parameters<typeof paperText>[2]?]) =>
    paperText(language, key, params)
  const discounted = /[1-9]/.test(document.discounted)
  return {
    language,
    title: say(titles[kind], { number: document.number }),
    subtitle: filled(
      [document.title, document.edition > 1 && say('edition', { edition: document.edition })].map(
        (part) => part || null,
      ),
    ).join(' · '),
    facts: [
      [say('issued'), day(document.issuedOn)],
      ...(kind === 'quote' ? [[say('validUntil'), day(document.validUntil)] as const] : []),
      ...(document.deliveredOn ? [[say('delivered'), day(document.deliveredOn)] as const] : []),
      ...(kind === 'invoice' ? [[say('due'), day(document.validUntil)] as const] : []),
      ...(document.credits?.length ? [[say('credits'), document.credits.join(', ')] as const] : []),
      ...(seller.person ? [[say('contact'), seller.person] as const] : []),
    ],
    sender: [seller.name, ...addressLines(seller.address, locale)],
    recipient: filled([
      customer.company,
      customer.person,
      ...addressLines(customer.address, locale),
      customer.taxNumber && say('taxNumber', { number: customer.taxNumber }),
    ]),
    intro: document.intro,
    heads: [say('item'), say('quantity'), say('price'), say('tax'), say('lineTotal')],
    lines: document.lines.map((line) => ({
      cells: [
        line.name,
        filled([numbers.format(line.quantity as `${number}`), line.unit]).join(' '),
        money(line.price),
        rate(line.taxRate),
        money(inclusive ? line.total : line.net),
      ],
      notes: filled([
        line.description,
        line.charged === 'once'
          ? null
          : say('times', { price: money(line.price), charged: say(line.charged), count: line.term }),
        line.discount &&
          say('off', {
            discount: 'percent' in line.discount ? rate(line.discount.percent) : money(line.discount.amount),
          }),
      ]),
    })),
    sums: [
      ...(discounted
        ? ([
            [say('gross'), money(document.gross)],
            [say('discounted'), money(`-${document.discounted}`)],
          ] as const)
        : []),
      [say('net'), money(document.net)],
      ...document.taxes.map(
        (tax) =>
          [
            say(inclusive ? 'taxIn' : 'taxAt', { rate: rate(tax.rate), net: money(tax.net) }),
            money(tax.tax),
          ] as const,
      ),
    ],
    total: [say('total'), money(document.total)],
    closing: filled([
      inclusive ? say('inclusive') : null,
      ...(document.taxNotes ?? []),
      kind === 'invoice'
        ? say(seller.bank ? 'payTo' : 'pay', {
            amount: money(document.total),
            day: day(document.validUntil),
            bank: seller.bank ?? '',
            number: document.number,
          })
        : null,
      document.terms,
    ]),
    foot: filled([
      filled([seller.email, seller.phone, seller.website]).join(' · '),
      filled([
        seller.registration,
        seller.taxNumber && say('taxNumber', { number: seller.taxNumber }),
        seller.bank,
      ]).join(' · '),
      say('fingerprint', { hash: hash.slice(0, 16) }),
    ]),
    page: (page, pages) => say('page', { page, pages }),
  }
}

/** Fills the fields of a message that goes with a document; all others stay as they are. Values are written as they come. */
export const fillDocument = (text: string, values: Record<'number' | 'link', string>): string =>
  text.replaceAll(
    /\{\{\s*document\.(number|link)\s*(?:\|[^{}]*)?\}\}/g,
    (_, field: 'number' | 'link') => values[field],
  )
