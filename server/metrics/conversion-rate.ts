import { conversionRate as definition } from '../../contract/metrics/conversion-rate.ts'
import { daysBetween } from '../../contract/values/day.ts'
import { enteredAgain, leadEntries, personRecord } from './leads.ts'
import { count, ratio, type Figures, type MetricSource } from './source.ts'

const won = `d.status = 'won' and d.deleted_at is null`

/** When the person's company first bought: by a deal of its own, or by one that names only somebody of it. */
const firm = { won: 'least(firm.won_on, staff.won_on)', seen: 'least(firm.seen_on, staff.seen_on)' }

/** A first won deal on or after the day of entry, that the reader may see: who bought before did not become a customer. */
const became = `((own.won_on >= e.entered_on and own.seen_on = own.won_on)
  or (${firm.won} >= e.entered_on and ${firm.seen} = ${firm.won}))`

/** Went on to such a stage on or after the entry, or became a customer without anyone noting the steps. */
const reached = (stage: 'qualified' | 'opportunity') =>
  `(bought.became or reached.${stage}_on >= e.entered_on)`

export const stepBeside = (key: string, label: string, figures: Figures, to: string, from: string) =>
  ({ key, label, unit: 'ratio', ...ratio(count(figures[to]), count(figures[from])) }) as const

export const conversionRate: MetricSource = {
  definition,
  rows: (ground) => {
    const { from, where } = leadEntries(ground)
    // A deal that says it closed before it was opened counts from its opening.
    const first = `min(greatest(d.closed_on, d.opened_on)) as won_on,
      min(greatest(d.closed_on, d.opened_on)) filter (where ${ground.may('deal', 'd')}) as seen_on`
    return {
      from: `${from}
        left join (select d.person_id as id, ${first} from deals d where d.person_id is not null and ${won} group by 1) own
          on own.id = t.id
        left join (select d.company_id as id, ${first} from deals d where d.company_id is not null and ${won} group by 1) firm
          on firm.id = t.company_id
        left join (select p.company_id as id, ${first} from deals d join people p on p.id = d.person_id
            where d.person_id is not null and d.company_id is null and p.company_id is not null and ${won} group by 1) staff
          on staff.id = t.company_id
        left join (select person_id as id, max(entered_on) as qualified_on,
              max(entered_on) filter (where stage in ('opportunity', 'customer', 'advocate')) as opportunity_on
            from lifecycle_entries
            where person_id is not null and stage in ('mql', 'accepted', 'opportunity', 'customer', 'advocate') group by 1) reached
          on reached.id = t.id
        left join lateral (select ${became} as became) bought on true`,
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
