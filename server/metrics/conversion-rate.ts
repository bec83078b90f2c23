import { conversionRate as definition } from '../../contract/metrics/conversion-rate.ts'
import { daysBetween } from '../../contract/values/day.ts'
import { becameSince, firstDaysOf } from './customers.ts'
import { enteredAgain, leadEntries, personRecord } from './leads.ts'
import { count, ratio, type Figures, type MetricSource } from './source.ts'

/** Went on to such a stage on or after the entry, or became a customer without anyone noting the steps. */
const reached = (stage: 'qualified' | 'opportunity') =>
  `(bought.became or reached.${stage}_on >= e.entered_on)`

export const stepBeside = (key: string, label: string, figures: Figures, to: string, from: string) =>
  ({ key, label, unit: 'ratio', ...ratio(count(figures[to]), count(figures[from])) }) as const

export const conversionRate: MetricSource = {
  definition,
  rows: (ground) => {
    const { from, where } = leadEntries(ground)
    const { may } = ground
    return {
      from: `${from}
        left join (${firstDaysOf.person(may)}) own on own.id = t.id
        left join (${firstDaysOf.company(may)}) firm on firm.id = t.company_id
        left join (${firstDaysOf.staff(may)}) staff on staff.id = t.company_id
        left join (select person_id as id, max(entered_on) as qualified_on,
              max(entered_on) filter (where stage in ('opportunity', 'customer', 'advocate')) as opportunity_on
            from lifecycle_entries
            where person_id is not null and stage in ('mql', 'accepted', 'opportunity', 'customer', 'advocate') group by 1) reached
          on reached.id = t.id
        left join lateral (select ${becameSince('e.entered_on')} as became) bought on true`,
      where,
    }
  },
  day: 'e.entered_on',
  adds: true,
  figures: { youngest: 'max(e.entered_on)', oldest: 'min(e.entered_on)' },
  repeats: enteredAgain,
  inOrder: true,
  records: {
    n: 'true',
    qualified: reached('qualified'),
    opportunities: reached('opportunity'),
    customers: 'bought.became',
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
  record: personRecord,
  outcome: `case when bool_or(bought.became) then 'Customer' else 'Not yet' end`,
}
