import type { Shortage } from '../../../../contract/sales/order-routes.ts'

/** What a line takes of a product: so much for each unit, so many whole pieces in all. */
export interface Wanted {
  line: string
  product: string
  perUnit: string
  units: number
}

export interface InStock {
  id: string
  name: string
  /** Null of what is not counted. */
  stock: number | null
  reserved: number
}

/** What of the products is not there, beyond what is promised to others. */
export function shortagesOf(wanted: readonly Wanted[], known: ReadonlyMap<string, InStock>): Shortage[] {
  return [...Map.groupBy(wanted, ({ product }) => product)].flatMap(([product, own]) => {
    const found = known.get(product)
    if (!found || found.stock === null) return []
    const missing = own.reduce((sum, { units }) => sum + units, 0) - (found.stock - found.reserved)
    return missing > 0 ? [{ product, name: found.name, missing }] : []
  })
}
