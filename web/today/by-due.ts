import type { AnyRecord } from '../../contract/records/value.ts'

export interface Due {
  late: AnyRecord[]
  today: AnyRecord[]
  soon: AnyRecord[]
}

/** Late is what is past its moment; a later hour of today is still today. Tasks without a moment are not due. */
export function byDue(
  tasks: readonly AnyRecord[],
  now: string,
  today: string,
  dayOf: (moment: string) => string,
): Due {
  const due: Due = { late: [], today: [], soon: [] }
  for (const task of tasks) {
    const at = task['dueAt']
    if (typeof at !== 'string') continue
    const group = Date.parse(at) < Date.parse(now) ? due.late : dayOf(at) === today ? due.today : due.soon
    group.push(task)
  }
  return due
}
