import { newCustomers as definition } from '../../contract/metrics/new-customers.ts'
import { bought, won } from './customers.ts'
import { dealRow } from './deal-row.ts'
import { count, type MetricSource } from './source.ts'

/**
 * The columns of the first deal; of a first order those that it has in common. What the index of won deals has comes from
 * there, so that the deal itself is read only where a condition or a group asks for more.
 */
const asFirst = dealRow('d', {
  ...Object.fromEntries(['id', 'closed_on', 'owner_id', 'company_id'].map((name) => [name, `first.${name}`])),
  person_id: 'coalesce(d.person_id, o.person_id)',
})

export const newCustomers: MetricSource = {
  definition,
  // Whose first purchase it was is asked of all; the figure then covers the first ones that the reader may see.
  rows: ({ from, to, may }) => ({
    with: `bought as (
        select d.company_id as customer, d.closed_on, 0 as place, d.closed_at as at, d.id, null::uuid as order_id, d.owner_id, d.company_id
          from deals d where d.company_id is not null and ${won('d')}
        union all
        select coalesce(p.company_id, p.id), d.closed_on, 0, d.closed_at, d.id, null, d.owner_id, null
          from deals d join people p on p.id = d.person_id
          where d.company_id is null and d.person_id is not null and ${won('d')}
        union all
        select o.company_id, o.ordered_on, 1, o.confirmed_at, null, o.id, o.owner_id, o.company_id
          from orders o where o.company_id is not null and ${bought('o')}
        union all
        select coalesce(p.company_id, p.id), o.ordered_on, 1, o.confirmed_at, null, o.id, o.owner_id, null
          from orders o join people p on p.id = o.person_id
          where o.company_id is null and o.person_id is not null and ${bought('o')}),
      firsts as (select distinct on (customer) customer, closed_on, id, order_id, owner_id, company_id
        from bought order by customer, closed_on, place, at, id, order_id)`,
    from: `(select customer, closed_on, id, order_id, owner_id, company_id from firsts
          where closed_on >= ${from}::date and closed_on < ${to}::date
        union all
        select null, d.closed_on, d.id, null, d.owner_id, null
          from deals d where d.company_id is null and d.person_id is null and ${won('d')}
          and d.closed_on >= ${from}::date and d.closed_on < ${to}::date
        union all
        select null, o.ordered_on, null, o.id, o.owner_id, null
          from orders o where o.company_id is null and o.person_id is null and o.deal_id is null and ${bought('o')}
          and o.ordered_on >= ${from}::date and o.ordered_on < ${to}::date) first
      left join deals d on d.id = first.id left join orders o on o.id = first.order_id
      cross join lateral (select ${asFirst}) t
      left join companies c on c.id = first.customer left join people p on p.id = first.customer`,
    where: `case when first.order_id is null then ${may('deal', 't')} else ${may('order', 'o')} end`,
  }),
  day: 'first.closed_on',
  counted: 'first.customer is not null',
  leftOut: [
    {
      reason: 'no-customer',
      label: 'Won or ordered without a company or person',
      when: 'first.customer is null',
    },
  ],
  adds: true,
  figures: { n: 'count(first.customer)' },
  measure: ({ n }) => ({ value: count(n), n: count(n) }),
  record: {
    type: `case when c.id is not null then 'company' when p.id is not null then 'person'
      when first.order_id is not null then 'order' else 'deal' end`,
    id: 'coalesce(first.customer, first.id, first.order_id)',
    title: 'coalesce(c.title, p.title, t.title, o.title)',
  },
  value: { sql: 'coalesce(t.closed_amount, o.home_net)', unit: 'money' },
}
