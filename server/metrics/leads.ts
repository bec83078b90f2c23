import { leads as definition } from '../../contract/metrics/leads.ts'
import { count, type MetricSource } from './source.ts'

/** People's entries into the stage lead; who enters twice in a period is one person in it. */
export const leadEntries: MetricSource['rows'] = ({ from, to, may }) => ({
  from: 'lifecycle_entries e join people t on t.id = e.person_id',
  where: `e.stage = 'lead' and e.entered_on >= ${from}::date and e.entered_on < ${to}::date
    and t.deleted_at is null and ${may('person', 't')}`,
})

export const personRecord = { type: `'person'`, id: 't.id', title: 't.title' }

export const leads: MetricSource = {
  definition,
  rows: leadEntries,
  day: 'e.entered_on',
  wholes: { people: 'count(distinct t.id)' },
  measure: ({ people }) => ({ value: count(people), n: count(people) }),
  record: personRecord,
  repeats: true,
}
