import { sql } from 'kysely'
import type { Offer } from '../../../contract/sales/price.ts'
import type { ProductOffers } from '../../../contract/sales/price-routes.ts'
import { product } from '../../../contract/sales/product.ts'
import { moneyOf, type Money } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import type { Change } from '../../records/behaviour.ts'
import { getRecord } from '../../records/list.ts'
import { knows } from '../../records/visible.ts'
import type { Families } from './rules.ts'

/** How the families that are written stand in the catalogue, by their name in small letters. */
export async function familiesNamed(db: Db, changes: readonly Change[]): Promise<Families> {
  const named = changes.flatMap(({ given }) =>
    typeof given.family === 'string' ? [given.family.toLowerCase()] : [],
  )
  if (named.length === 0) return new Map()
  const { rows } = await sql<{ key: string; family: string }>`
    select distinct on (lower(family)) lower(family) as key, family from products
    where lower(family) = any(${named}::text[]) order by lower(family), created_at, id`.execute(db)
  return new Map(rows.map(({ key, family }) => [key, family]))
}

interface OfferedRow {
  id: string
  price: { minor: number; currency: string } | null
  offers: (Omit<Offer, 'price'> & { minor: number; currency: string })[] | null
}

/** The prices of products: their own, and what the lists in use say of them, of one currency where it is named. */
async function pricesOf(db: Db, ids: readonly string[], currency: string | undefined) {
  const { rows } = await sql<OfferedRow>`
    select p.id, case when p.price is not null then json_build_object('minor', p.price, 'currency', p.price_currency) end as price,
      (select json_agg(json_build_object('list', l.name, 'group', l.customer_group, 'fromOn', l.from_on, 'toOn', l.to_on,
          'fromQuantity', o.from_quantity, 'minor', o.amount, 'currency', o.amount_currency) order by l.name, l.id, o.from_quantity)
        from prices o join pricelists l on l.id = o.pricelist_id
        where o.product_id = p.id and o.deleted_at is null and l.deleted_at is null and l.active is not false
          and (${currency ?? null}::text is null or o.amount_currency = ${currency ?? null})) as offers
    from products p where p.id = any(${[...ids]}::uuid[])`.execute(db)
  const money = ({ minor, currency: of }: { minor: number; currency: string }): Money => moneyOf(minor, of)
  return new Map(
    rows.map(({ id, price, offers }) => [
      id,
      {
        price: price && money(price),
        offers: (offers ?? []).map(({ minor, currency: of, ...offer }): Offer => ({
          ...offer,
          price: money({ minor, currency: of }),
        })),
      },
    ]),
  )
}

/**
 * What one of each product costs, in minor units of a currency: its own cost, or of a bundle without one that of its parts,
 * each rounded. Those whose cost is not known in the currency are left out.
 */
export async function costsOf(
  db: Db,
  ids: readonly string[],
  currency: string,
): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; cost: string }>`
    select p.id, coalesce(case when p.cost_currency = ${currency} then p.cost end, parts.cost)::text as cost
    from products p left join lateral (
      select sum(round(b.quantity * part.cost)) as cost from product_parts b join products part on part.id = b.part_id
      where b.bundle_id = p.id and p.bundle is not null and p.cost is null
      having bool_and(part.cost_currency = ${currency}) is true) parts on true
    where p.id = any(${[...ids]}::uuid[]) and (p.cost_currency = ${currency} or parts.cost is not null)`.execute(
    db,
  )
  return new Map(rows.map(({ id, cost }) => [id, BigInt(cost)]))
}

interface PartRow {
  product: string
  name: string
  quantity: string
}

/** All that a line of a quote needs of a product. */
export async function offersOf(
  context: Context,
  id: string,
  currency: string | undefined,
): Promise<ProductOffers> {
  const { db } = context.database
  const found = await getRecord(context, product, id)
  const own = found['price'] as Money | null | undefined
  const of = currency ?? own?.currency ?? context.organisation.currency
  const { rows: parts } = await sql<PartRow>`
    select b.part_id as product, p.name, trim_scale(b.quantity)::text as quantity
    from product_parts b join products p on p.id = b.part_id where b.bundle_id = ${id} order by b.position`.execute(
    db,
  )
  const prices = await pricesOf(db, [id, ...parts.map((part) => part.product)], currency)
  const { rows: standard } = await sql<{ id: string }>`
    select id from taxes where standard and deleted_at is null`.execute(db)
  const cost = knows(context.caller, product.name, 'cost') ? (await costsOf(db, [id], of)).get(id) : undefined
  const none = { price: null, offers: [] }
  const priced = (one: string) =>
    (knows(context.caller, product.name, 'price') ? prices.get(one) : undefined) ?? none
  return {
    ...priced(id),
    id,
    name: found.title,
    description: plain(found['description'] as string | null),
    unit: (found['unit'] as string | null) ?? '',
    charged: (found['charged'] as ProductOffers['charged'] | undefined) ?? 'once',
    term: (found['term'] as number | null) ?? 1,
    tax: (found['tax'] as string | null) ?? standard[0]?.id ?? null,
    cost: cost === undefined ? null : moneyOf(cost, of),
    bundle: (found['bundle'] as ProductOffers['bundle']) ?? null,
    parts: parts.map((part) => ({ ...priced(part.product), ...part })),
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/** Sanitised HTML as the text that it shows, paragraphs on lines of their own. */
const plain = (html: string | null): string =>
  (html ?? '')
    .replaceAll(/<\/(p|li|h\d)>|<br ?\/?>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#\d+|\w+);/g, (_, name: string) =>
      name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (entities[name] ?? ''),
    )
    .trim()
