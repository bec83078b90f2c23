import type { QuoteDocument } from '../../../contract/sales/quote-document.ts'
import type { QuoteStatus } from '../../../contract/sales/quote.ts'
import type { Charged } from '../../../contract/sales/line-charges.ts'
import type { Discount, TaxRounding } from '../../../contract/sales/line.ts'

export interface EditionRow {
  id: string
  number: number
  status: QuoteStatus
  saves: number
  inclusive: boolean
  rounding: TaxRounding
  discount: Discount | null
  validUntil: string | null
  intro: string
  terms: string
  document: QuoteDocument | null
  hash: string | null
}

/** Amounts in minor units as text, rates in basis points. */
export interface LineRow {
  product: string | null
  name: string
  description: string
  unit: string
  quantity: string
  price: string
  discount: Discount | null
  tax: string | null
  charged: Charged
  term: number
  cost: string | null
}
