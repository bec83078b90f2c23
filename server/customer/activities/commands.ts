import { task } from '../../../contract/customer/activities.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { completeTask } from './rules.ts'

export const taskBehaviour: Behaviour = {
  type: task,
  complete: completeTask,
  eventOf: ({ before, after }) => {
    if (!before || before.values.status === after.values.status) return null
    return { type: after.values.status === 'done' ? 'task.done' : 'task.reopened' }
  },
}
