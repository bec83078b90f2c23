import { leads as definition } from '../../contract/metrics/leads.ts'
import { count, type MetricSource, type Rows } from './source.ts'

/**
 * People's entries into the stage lead; who enters twice in a period is one person in it. The people are joined from the
 * left and those in the bin taken out, so that they are not read where nothing is asked of them.
 */
export const leadEntries: Rows = ({ from, to, may }) => ({
  from: `lifecycle_entries e left join people t on t.id = e.person_id and t.deleted_at is null
    left join (select distinct person_id from lifecycle_entries where stage = 'lead' and again and person_id is not null) again
      on again.person_id = e.person_id`,
  where: `e.stage = 'lead' and e.entered_on >= ${from}::date and e.entered_on < ${to}::date
    and e.person_id is not null and ${may('person', 't')}
    and not exists (select from people binned where binned.id = e.person_id and binned.deleted_at is not null)`,
})

export const enteredAgain = 'again.person_id is not null'

export const personRecord = { type: `'person'`, id: 'e.person_id', title: 't.title' }

export const leads: MetricSource = {
  definition,
  rows: leadEntries,
  day: 'e.entered_on',
  adds: true,
  figures: {},
  repeats: enteredAgain,
  inOrder: true,
  records: { n: 'true' },
  measure: ({ n }) => ({ value: count(n), n: count(n) }),
  record: personRecord,
}
