import { leadConversion as definition } from '../../contract/metrics/lead-conversion.ts'
import { daysBetween } from '../../contract/values/day.ts'
import { stepBeside } from './conversion-rate.ts'
import { count, ratio, type MetricSource } from './source.ts'

export const leadConversion: MetricSource = {
  definition,
  // One row a lead, at the first of its entries into any status; a recycled lead that is new again had it already.
  rows: ({ from, to, may }) => ({
    from: `lead_status_entries e join leads t on t.id = e.lead_id
      left join deals d on d.id = t.deal_id and d.deleted_at is null and ${may('deal', 'd')}
      left join lateral (select d.status = 'won' as won) deal on true
      left join lateral (select t.converted_at is not null or deal.won or exists (
          select from lead_status_entries reached where reached.lead_id = t.id and reached.status = 'qualified') as qualified) step on true`,
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
    opportunities: 'count(*) filter (where t.converted_at is not null)',
    customers: 'count(*) filter (where deal.won)',
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
  outcome: `case when deal.won then 'Customer' when t.converted_at is not null then 'Opportunity'
    when step.qualified then 'Qualified' else 'Not yet' end`,
}
