import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { task } from '../../contract/customer/activities.ts'
import type { Filter } from '../../contract/records/filter.ts'
import { someQuery } from '../records/record-api.ts'
import { ExpandedContext } from '../records/titles.ts'
import classes from './side.module.css'
import { TaskBody } from './task-body.tsx'
import type { CustomerProps } from './wing-parts.ts'

const most = 10

/** Of a company, those of its people too. */
export const belongingTo = (typeName: string, id: string): Filter => {
  const own: Filter = { field: typeName, op: 'is', value: id }
  return typeName === 'company'
    ? { or: [own, { related: 'person', some: { field: 'company', op: 'is', value: id } }] }
    : own
}

export function OpenTasks({ type, record, onKnown }: CustomerProps & { onKnown: (any: boolean) => void }) {
  const filter: Filter = {
    and: [{ field: 'status', op: 'is', value: 'open' }, belongingTo(type.name, record.id)],
  }
  const { data } = useQuery(
    someQuery(task, { filter, sort: 'dueAt', fields: ['dueAt', 'status', 'owner', 'doneAt'] }, most),
  )
  useEffect(() => {
    if (data) onKnown(data.data.length > 0)
  }, [data, onKnown])
  return (
    <ExpandedContext value={data?.expanded ?? {}}>
      <ul>
        {data?.data.map((one) => (
          <li key={one.id} className={classes.row}>
            <TaskBody record={one} />
          </li>
        ))}
      </ul>
    </ExpandedContext>
  )
}
