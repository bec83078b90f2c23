import { newCustomers as definition } from '../../contract/metrics/new-customers.ts'
import { dealRow } from './deal-row.ts'
import { count, type MetricSource } from './source.ts'

const won = `d.status = 'won' and d.deleted_at is null`

/**
 * The columns of the first deal. What the index of won deals has comes from there, so that the deal itself is read only
 * where a condition or a group asks for more.
 */
const asFirst = dealRow(
  'd',
  Object.fromEntries(['id', 'closed_on', 'owner_id', 'company_id'].map((name) => [name, `first.${name}`])),
)

export const newCustomers: MetricSource = {
  definition,
  // Whose first deal it was is asked of all deals; the figure then covers the first deals that the reader may see.
  rows: ({ from, to, may }) => ({
    with: `bought as (
        select d.company_id as customer, d.closed_on, d.closed_at, d.id, d.owner_id, d.company_id
          from deals d where d.company_id is not null and ${won}
        union all
        select coalesce(p.company_id, p.id), d.closed_on, d.closed_at, d.id, d.owner_id, null
          from deals d join people p on p.id = d.person_id
          where d.company_id is null and d.person_id is not null and ${won}),
      firsts as (select distinct on (customer) customer, closed_on, id, owner_id, company_id
        from bought order by customer, closed_on, closed_at, id)`,
    from: `(select customer, closed_on, id, owner_id, company_id from firsts
          where closed_on >= ${from}::date and closed_on < ${to}::date
        union all
        select null, d.closed_on, d.id, d.owner_id, null
          from deals d where d.company_id is null and d.person_id is null and ${won}
          and d.closed_on >= ${from}::date and d.closed_on < ${to}::date) first
      left join deals d on d.id = first.id
      cross join lateral (select ${asFirst}) t
      left join companies c on c.id = first.customer left join people p on p.id = first.customer`,
    where: may('deal', 't'),
  }),
  day: 'first.closed_on',
  counted: 'first.customer is not null',
  leftOut: [
    { reason: 'no-customer', label: 'Deals won without a company or person', when: 'first.customer is null' },
  ],
  adds: true,
  figures: { n: 'count(first.customer)' },
  measure: ({ n }) => ({ value: count(n), n: count(n) }),
  record: {
    type: `case when c.id is not null then 'company' when p.id is not null then 'person' else 'deal' end`,
    id: 'coalesce(first.customer, first.id)',
    title: 'coalesce(c.title, p.title, t.title)',
  },
  value: { sql: 't.closed_amount', unit: 'money' },
}
