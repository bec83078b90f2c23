import type { Ground } from './source.ts'

/*
 * What makes somebody a customer: a deal won, or an order of ours confirmed, unless all of it was cancelled. The customer is
 * the company, of what names none the company of the person, else the person. New customers, both conversions, the cost of a
 * customer and its payback all stand on this.
 */

export const won = (deal: string) => `${deal}.status = 'won' and ${deal}.deleted_at is null`

export const bought = (order: string) =>
  `${order}.sold_by = 'us' and ${order}.confirmed_at is not null and ${order}.cancelled_on is null and ${order}.deleted_at is null
    and ${order}.ordered_on is not null`

/** The kinds of purchases, each with the day that counts; a deal that says it closed before it was opened counts from its opening. */
const kinds = [
  { type: 'deal', table: 'deals', made: won, day: (a: string) => `greatest(${a}.closed_on, ${a}.opened_on)` },
  { type: 'order', table: 'orders', made: bought, day: (a: string) => `${a}.ordered_on` },
]

/**
 * The first day on which somebody bought, as rows of `id, bought_on, seen_on`: by the id named, of all purchases and of those
 * that the reader may see.
 */
export const firstDays = (may: Ground['may'], id: string, where: string, join = ''): string => {
  const purchases = kinds.map(
    ({ type, table, made, day }) => `select ${id} as id, ${day('b')} as day, ${may(type, 'b')} as seen
      from ${table} b ${join} where ${where} and ${made('b')}`,
  )
  return `select id, min(day) as bought_on, min(day) filter (where seen) as seen_on
    from (${purchases.join(' union all ')}) purchase group by id`
}

/** First days by who bought: persons by themselves, companies, and companies by what only names somebody of them. */
export const firstDaysOf = {
  person: (may: Ground['may'], of = 'true') =>
    firstDays(may, 'b.person_id', `b.person_id is not null and ${of}`),
  company: (may: Ground['may'], of = 'true') =>
    firstDays(may, 'b.company_id', `b.company_id is not null and ${of}`),
  staff: (may: Ground['may'], of = 'true') =>
    firstDays(
      may,
      'p.company_id',
      `b.person_id is not null and b.company_id is null and p.company_id is not null and ${of}`,
      'join people p on p.id = b.person_id',
    ),
}

/** That somebody first bought on a day or after it, which the reader may see: who bought before did not become a customer. */
export const becameSince = (day: string) => `(least(own.bought_on, firm.bought_on, staff.bought_on) >= ${day}
  and least(own.seen_on, firm.seen_on, staff.seen_on) = least(own.bought_on, firm.bought_on, staff.bought_on))`
