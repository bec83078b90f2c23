import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { meeting } from '../../../contract/customer/activities.ts'
import { meetingRoutes } from '../../../contract/customer/meeting-routes.ts'
import { undoRoute } from '../../../contract/records/undo.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { toastDone, toastFailed } from '../../ui/toast.tsx'

/** Below the meetings' own key, so that what changes one reads this again. */
export const invitedQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', meeting.name, 'invited', id],
    queryFn: async ({ signal }) => (await call(meetingRoutes.invited, { params: { id }, signal })).data,
  })

/** What can be done with a meeting beyond changing its fields. */
export function useMeetingActs({ id, title }: Pick<AnyRecord, 'id' | 'title'>) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['records'] })

  /** A refusal is told, with another try. */
  async function invite(): Promise<void> {
    try {
      const { invited, cancelled, without } = await call(meetingRoutes.invite, { params: { id } })
      toastDone(
        [
          invited + cancelled === 0
            ? t('meeting.nothingToSend')
            : t('meeting.sent', { count: invited + cancelled }),
          without.length > 0 ? t('meeting.without', { names: without.join(', ') }) : '',
        ].join(' '),
      )
      await refresh()
    } catch (error) {
      toastFailed(messageOf(error), () => void invite())
    }
  }
  /** Throws a refusal for the form to show. Answers the new meeting. */
  async function move(startsAt: string): Promise<AnyRecord> {
    const { meeting: moved, events } = await call(meetingRoutes.move, { params: { id }, body: { startsAt } })
    done(t('meeting.wasMoved', { title }), async () => {
      await call(undoRoute, { body: { events } })
      await refresh()
    })
    await refresh()
    return moved
  }
  return { invite, move }
}
