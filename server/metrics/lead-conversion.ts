import { leadConversion as definition } from '../../contract/metrics/lead-conversion.ts'
import { daysBetween } from '../../contract/values/day.ts'
import { stepBeside } from './conversion-rate.ts'
import { becameSince, firstDaysOf } from './customers.ts'
import { count, ratio, type MetricSource } from './source.ts'

export const leadConversion: MetricSource = {
  definition,
  // One row a lead, at the first of its entries into any status; a recycled lead that is new again had it already.
  rows: ({ from, to, may }) => ({
    from: `lead_status_entries e join leads t on t.id = e.lead_id
      left join people p on p.id = t.person_id
      left join lateral (select coalesce(t.company_id, p.company_id) as company) whose on true
      left join lateral (${firstDaysOf.person(may, 'b.person_id = t.person_id')}) own on true
      left join lateral (${firstDaysOf.company(may, 'b.company_id = whose.company')}) firm on true
      left join lateral (${firstDaysOf.staff(may, 'p.company_id = whose.company')}) staff on true
      left join lateral (select ${becameSince('e.entered_on')} as became) bought on true
      left join lateral (select t.converted_at is not null or bought.became as opportunity) reached on true
      left join lateral (select reached.opportunity or exists (
          select from lead_status_entries entry where entry.lead_id = t.id and entry.status = 'qualified') as qualified) step on true`,
    where: `e.entered_on >= ${from}::date and e.entered_on < ${to}::date
      and not exists (select from lead_status_entries earlier
        where earlier.lead_id = e.lead_id and (earlier.at, earlier.id) < (e.at, e.id))
      and t.deleted_at is null and ${may('lead', 't')}`,
  }),
  day: 'e.entered_on',
  adds: true,
  figures: {
    n: 'count(*)',
    qualified: 'count(*) filter (where step.qualified)',
    opportunities: 'count(*) filter (where reached.opportunity)',
    customers: 'count(*) filter (where bought.became)',
    youngest: 'max(e.entered_on)',
    oldest: 'min(e.entered_on)',
  },
  measure: (figures, { today }) => ({
    ...ratio(count(figures.customers), count(figures.n)),
    ...(figures.youngest && figures.oldest
      ? {
          age: { youngest: daysBetween(figures.youngest, today), oldest: daysBetween(figures.oldest, today) },
        }
      : {}),
    beside: [
      stepBeside('lead-to-qualified', 'Lead to qualified', figures, 'qualified', 'n'),
      stepBeside(
        'qualified-to-opportunity',
        'Qualified to opportunity',
        figures,
        'opportunities',
        'qualified',
      ),
      stepBeside('opportunity-to-customer', 'Opportunity to customer', figures, 'customers', 'opportunities'),
    ],
  }),
  record: { type: `'lead'`, id: 't.id', title: 't.title' },
  outcome: `case when bought.became then 'Customer' when reached.opportunity then 'Opportunity'
    when step.qualified then 'Qualified' else 'Not yet' end`,
}
