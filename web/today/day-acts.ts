import { useQueryClient } from '@tanstack/react-query'
import { Temporal } from 'temporal-polyfill'
import { call as callType, meeting, note, task } from '../../contract/customer/activities.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { undoRoute } from '../../contract/records/undo.ts'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { clockOn } from '../../contract/values/day.ts'
import { routesOf } from '../records/record-api.ts'
import { act, call } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { done } from '../shell/undo.ts'
import { t } from '../text/seldom.ts'
import { useManner } from '../ui/manner.tsx'

type Values = Record<string, unknown>

/** Whom and what an item is about, for the activity that is written of it. */
function aboutOf({ kind, id, person, company, deal }: DayItem): Values {
  const of = kind === 'deal' ? id : deal?.id
  return {
    ...(person && { person: person.id }),
    ...(company && { company: company.id }),
    ...(of && { deal: of }),
  }
}

/** What can be done with an item: each one act with one undo, however many records it writes. Refusals are thrown. */
export function useDayActs(item: DayItem) {
  const queries = useQueryClient()
  const { user } = useSession()
  const { zone } = useManner()
  const refresh = () => queries.invalidateQueries({ queryKey: ['records'] })
  const about = { ...aboutOf(item), owner: user.id }

  const create = (type: RecordType, values: Values) => async () =>
    (await act(routesOf(type).create, { body: values })).event
  const update = (type: RecordType, values: Values) => async () =>
    (await act(routesOf(type).update, { params: { id: item.id }, body: values })).event
  const close = () =>
    item.kind === 'task' ? [update(task, { status: 'done' })] : [update(meeting, { outcome: 'held' })]

  async function run(said: string, writes: (() => Promise<string | null>)[]): Promise<void> {
    const events: string[] = []
    try {
      for (const write of writes) {
        const event = await write()
        if (event) events.push(event)
      }
    } finally {
      if (events.length > 0)
        done(said, async () => {
          await call(undoRoute, { body: { events } })
          await refresh()
        })
      await refresh()
    }
  }
  const closing = (closes: boolean) => (closes ? close() : [])

  return {
    logCall: (values: { outcome: string; body: string | null }, closes: boolean) =>
      run(t('day.logged', { title: item.title }), [
        create(callType, { ...about, ...values, direction: 'outbound', startedAt: new Date().toISOString() }),
        ...closing(closes),
      ]),
    writeNote: (body: string, closes: boolean) =>
      run(t('day.noted', { title: item.title }), [create(note, { ...about, body }), ...closing(closes)]),
    planNext: (subject: string, day: string, closes: boolean) =>
      run(t('day.planned', { title: item.title }), [
        create(task, { ...about, subject, dueAt: clockOn(day, '09:00', zone) }),
        ...closing(closes),
      ]),
    /** A task moves to another day, at its hour; of anything else a follow-up is planned for that day. */
    postpone: (day: string) =>
      run(t('day.postponed', { title: item.title }), [
        item.kind === 'task'
          ? update(task, { dueAt: clockOn(day, clockOf(item.at, zone), zone) })
          : create(task, {
              ...about,
              subject: t('day.followUp', { title: item.title }),
              dueAt: clockOn(day, '09:00', zone),
            }),
      ]),
  }
}

const clockOf = (moment: string, zone: string): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainTime().toString()
