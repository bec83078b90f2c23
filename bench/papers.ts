import { documentOf } from '../contract/sales/quote-document.ts'
import { drawPaper } from '../server/sales/documents/drawing/rules.ts'
import { paperOf } from '../server/sales/documents/rules.ts'
import type { Result } from './records.ts'

const perMinute = 1_000
const howMany = 500

/** How many quotes of twenty lines a minute of one core draws, against how many it must. */
export async function benchPapers(): Promise<Result[]> {
  const line = (n: number) => ({
    name: `Part No. ${n}`,
    description: n % 4 === 0 ? 'Made to measure, with brass fittings and a sign.' : '',
    quantity: String(n),
    unit: 'pc',
    price: '40.00',
    discount: n % 5 === 0 ? { percent: 1_000 } : null,
    charged: 'once' as const,
    term: 1,
    taxRate: n % 2 === 0 ? 2_300 : 600,
    cost: null,
  })
  const draw = (n: number) => {
    const { document } = documentOf(
      {
        number: `Q-2026-${n}`,
        edition: 1,
        title: `Spring order ${n}`,
        seller: { name: 'Northwind Lda.', person: 'Rui Costa' },
        customer: { company: `Company ${n}`, person: 'Ana Duarte', address: null },
        language: 'en',
        issuedOn: '2026-03-05',
        validUntil: '2026-04-04',
        intro: 'As we said on the phone.',
        terms: 'Payable within 30 days.',
      },
      Array.from({ length: 20 }, (_, i) => line(i + 1)),
      { currency: 'EUR', inclusive: false, rounding: 'line', discount: null },
    )
    return drawPaper(
      paperOf('quote', document, String(n).padStart(64, '0')),
      { colour: null, logo: null },
      new Date(),
    )
  }
  for (let n = 0; n < 50; n++) await draw(n)
  const begun = process.cpuUsage()
  for (let n = 0; n < howMany; n++) await draw(n)
  const { user, system } = process.cpuUsage(begun)
  const drawn = howMany / ((user + system) / 60e6)
  return [
    {
      what: 'quotes of 20 lines as PDF, a minute of one core',
      ratio: drawn / perMinute,
      bound: { atLeast: 1 },
      note: `${Math.round(drawn).toLocaleString('en')} against ${perMinute.toLocaleString('en')}`,
    },
  ]
}
