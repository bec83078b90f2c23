import { newCustomers as definition } from '../../contract/metrics/new-customers.ts'
import { count, type MetricSource } from './source.ts'

const won = `d.status = 'won' and d.deleted_at is null`

export const newCustomers: MetricSource = {
  definition,
  // Whose first deal it was is asked of all deals; the figure then covers the first deals that the reader may see.
  rows: ({ from, to, may }) => ({
    with: `by_person as materialized (select coalesce(p.company_id, p.id) as customer, d.closed_on, d.id
        from deals d join people p on p.id = d.person_id
        where d.person_id is not null and d.company_id is null and ${won}),
      by_company as (select d.company_id as customer, min(d.closed_on) as won_on
        from deals d where d.company_id is not null and ${won} group by 1
        having min(d.closed_on) >= ${from}::date and min(d.closed_on) < ${to}::date),
      firsts as (select customer, min(won_on) as won_on from (
          select * from by_company c
            where not exists (select from by_person p where p.customer = c.customer and p.closed_on < ${from}::date)
          union all
          select customer, closed_on from by_person p
            where closed_on >= ${from}::date and closed_on < ${to}::date
              and not exists (select from by_person b where b.customer = p.customer and b.closed_on < ${from}::date)
              and not exists (select from deals d where d.company_id = p.customer and d.company_id is not null and ${won}
                and d.closed_on < ${from}::date)) bought
        group by 1),
      first_ids as (
        select f.customer, d.id from firsts f join deals d on d.company_id = f.customer and d.closed_on = f.won_on
          where d.company_id is not null and ${won}
        union all
        select f.customer, d.id from firsts f join by_person d on d.customer = f.customer and d.closed_on = f.won_on),
      first_deals as (select distinct on (f.customer) f.customer, d.* from first_ids f join deals d on d.id = f.id
        order by f.customer, d.closed_at, d.id),
      nobodys as (select null::uuid as customer, d.* from deals d where d.company_id is null and d.person_id is null and ${won}
        and d.closed_on >= ${from}::date and d.closed_on < ${to}::date)`,
    from: `(select * from first_deals union all select * from nobodys) t
      left join companies c on c.id = t.customer left join people p on p.id = t.customer`,
    where: may('deal', 't'),
  }),
  day: 't.closed_on',
  counted: 't.customer is not null',
  leftOut: [
    { reason: 'no-customer', label: 'Deals won without a company or person', when: 't.customer is null' },
  ],
  sums: { n: 'count(t.customer)' },
  measure: ({ n }) => ({ value: count(n), n: count(n) }),
  record: {
    type: `case when c.id is not null then 'company' when p.id is not null then 'person' else 'deal' end`,
    id: 'coalesce(t.customer, t.id)',
    title: 'coalesce(c.title, p.title, t.title)',
  },
  value: { sql: 't.closed_amount', unit: 'money' },
}
