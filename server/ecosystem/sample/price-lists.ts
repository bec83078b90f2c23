import type { Product } from './products.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'

/** Who pays less than the list price: by how much, from how many on. */
const lists = [
  { name: 'Northwind dealers', group: 'reseller', tiers: [[1, 0.82], [10, 0.76]] },
  { name: 'Northwind fleets', group: null, tiers: [[25, 0.94], [60, 0.88]] },
] as const // prettier-ignore

/** The price lists of the year, for what is still on sale. */
export function priceFleets(story: Story, team: Team, products: readonly Product[]): void {
  const { calendar, ground } = story
  for (const { name, group, tiers } of lists) {
    const at = calendar.was(-300, '09:00')
    const pricelist = story.create('pricelist', at, team.helena, {
      name,
      customerGroup: group,
      fromOn: calendar.date(-300),
      active: true,
    })
    for (const product of products.filter((one) => one.for.length > 0))
      for (const [fromQuantity, share] of tiers)
        story.create('price', at, team.helena, {
          pricelist,
          product: product.id,
          amount: story.price(product.price * share, ground.currency),
          fromQuantity,
        })
  }
}
