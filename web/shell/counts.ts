import { useQuery } from '@tanstack/react-query'
import { task } from '../../contract/customer/activities.ts'
import type { Filter } from '../../contract/records/filter.ts'
import { call } from './api.ts'
import { useSession } from './session.tsx'

/** Open tasks of a member that are late or due by the end of today. */
export const dueFilter = (userId: string): Filter => ({
  and: [
    { field: 'owner', op: 'is', value: userId },
    { field: 'status', op: 'is', value: 'open' },
    { field: 'dueAt', op: 'within', value: { unit: 'day', from: -3_650, to: 1 } },
  ],
})

/** The numbers that stand beside places in the rail. */
export function useCounts(): { due: number } {
  const { user } = useSession()
  const { data } = useQuery({
    queryKey: ['counts', user.id],
    queryFn: async ({ signal }) => {
      // Loaded with the first page that needs a record's routes anyway, and not before.
      const { routesOf } = await import('../records/record-api.ts')
      const query = { filter: dueFilter(user.id), fields: 'id' as unknown as string[], limit: 1, count: true }
      return { due: (await call(routesOf(task).list, { query, signal })).count ?? 0 }
    },
  })
  return data ?? { due: 0 }
}
