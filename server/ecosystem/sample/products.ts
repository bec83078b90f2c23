import type { Story } from './story.ts'
import type { Team } from './team.ts'
import type { Segment } from './markets.ts'

/** What Northwind Cycles makes: list price and cost in euros, who buys it, and what a deal calls several of it. */
const products = [
  { name: 'Courier C1', family: 'E-bikes', sku: 'NW-C1', price: 1_290, cost: 760, stock: 64, unit: 'piece', charged: 'once', plural: 'e-bikes', for: ['couriers'], text: 'The working bike: 120 km a day, battery changed in ten seconds, mudguards that stay on.' },
  { name: 'Cargo C3', family: 'E-bikes', sku: 'NW-C3', price: 3_450, cost: 2180, stock: 12, unit: 'piece', charged: 'once', plural: 'cargo bikes', for: ['couriers', 'cities'], text: 'Carries 180 kg through a cycle lane. Box, flatbed or refrigerated.' },
  { name: 'City S2', family: 'E-bikes', sku: 'NW-S2', price: 1_640, cost: 985, stock: 140, unit: 'piece', charged: 'once', plural: 'city bikes', for: ['cities', 'shops'], text: 'For sharing: one size fits nearly all, locks by phone, survives the street.' },
  { name: 'Tour H4', family: 'E-bikes', sku: 'NW-H4', price: 1_890, cost: 1120, stock: 38, unit: 'piece', charged: 'once', plural: 'guest bikes', for: ['hotels', 'shops'], text: 'Low step, quiet motor and a range that outlasts the guest.' },
  { name: 'Fold F1', family: 'E-bikes', sku: 'NW-F1', price: 1_480, cost: 860, stock: 21, unit: 'piece', charged: 'once', plural: 'folding bikes', for: ['shops', 'hotels'], text: 'Folds in eight seconds, weighs 14 kg and fits under a desk.' },
  { name: 'Battery pack 630', family: 'Parts', sku: 'NW-B630', price: 520, cost: 310, stock: 210, unit: 'piece', charged: 'once', plural: 'spare batteries', for: ['couriers', 'cities'], text: '630 Wh, fits every e-bike that we have made since 2021.' },
  { name: 'Charging locker 8', family: 'Parts', sku: 'NW-L8', price: 2_900, cost: 1760, stock: 9, unit: 'piece', charged: 'once', plural: 'charging lockers', for: ['hotels', 'couriers'], text: 'Eight bays, fire-rated, billed by the kilowatt-hour if wanted.' },
  { name: 'Service plan', family: 'Services', sku: 'NW-SP', price: 180, cost: 74, stock: null, unit: 'bike', charged: 'year', plural: 'bikes on the service plan', for: ['couriers', 'cities', 'hotels'], text: 'A mechanic on site within two working days, wear parts included. A year, by bike.' },
  { name: 'Fleet tracker', family: 'Services', sku: 'NW-FT', price: 96, cost: 31, stock: null, unit: 'bike', charged: 'year', plural: 'trackers', for: ['couriers', 'cities'], text: 'Where every bike is and when it needs a hand. A year, by bike.' },
  { name: 'Courier C0', family: 'E-bikes', sku: 'NW-C0', price: 1_090, cost: 690, stock: 3, unit: 'piece', charged: 'once', plural: 'e-bikes', for: [], text: 'The bike before the C1. Parts are kept until 2030.' },
] as const // prettier-ignore

export interface Product {
  id: string
  name: string
  family: string
  /** Euros. */
  price: number
  plural: string
  for: readonly Segment[]
}

export function makeProducts(story: Story, team: Team): Product[] {
  const { currency } = story.ground
  const tax = story.create('tax', story.calendar.was(-595, '09:30'), team.helena, { name: 'Northwind VAT' })
  return products.map(({ text, sku, cost, stock, unit, charged, ...product }, i) => {
    const { name, family, price } = product
    const id = story.create('product', story.calendar.was(-590 + i, '10:00'), team.helena, {
      name,
      family,
      sku,
      price: story.price(price, currency),
      cost: story.price(cost, currency),
      stock,
      unit,
      charged,
      term: charged === 'year' ? 1 : null,
      tax,
      active: product.for.length > 0,
      description: `<p>${text}</p>`,
    })
    return { ...product, id }
  })
}
