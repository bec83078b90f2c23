import type { Charged } from '../../../contract/sales/line-charges.ts'
import type { Discount } from '../../../contract/sales/line.ts'

/**
 * A line with what has become of it. Quantities are decimal strings, amounts minor units as text; `taken` is what
 * cancellations and refunds have taken off it, `returned` how many units of it.
 */
export interface OrderLineRow {
  id: string
  product: string | null
  name: string
  description: string
  unit: string
  quantity: string
  price: string
  discount: Discount | null
  tax: string | null
  taxRate: number
  charged: Charged
  term: number
  net: string
  taxAmount: string
  delivered: string
  invoiced: string
  cancelled: string
  invoicedNet: string
  invoicedTax: string
  takenNet: string
  takenTax: string
  returned: string
}
