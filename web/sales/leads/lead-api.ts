import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { Route } from '../../../contract/http/route.ts'
import { undoRoute } from '../../../contract/records/undo.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { lead as leadType } from '../../../contract/sales/lead.ts'
import { leadRoutes } from '../../../contract/sales/lead-routes.ts'
import type { Answer } from '../../../contract/sales/lead-qualification.ts'
import type { Money } from '../../../contract/values/money.ts'
import { act, call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'

/** Below the leads' own key, so that what changes one reads this again. */
export const qualificationQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', leadType.name, 'qualification', id],
    queryFn: ({ signal }) => call(leadRoutes.qualification, { params: { id }, signal }),
  })

/** What can be done with a lead: said when it is done, and to be taken back. */
export function useLeadActs({ id, title }: AnyRecord) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['records'] })

  /** Throws a refusal for the form to show. */
  async function run<B, O>(
    route: Route<{ id: string }, Record<string, never>, B, O>,
    said: string,
    body?: B,
  ): Promise<O> {
    const options = { params: { id }, ...(body !== undefined && { body }) }
    const { output, event } = await act(
      route as Route<{ id: string }, Record<string, never>, unknown, O>,
      options,
    )
    done(
      said,
      event
        ? async () => {
            await call(undoRoute, { body: { events: [event] } })
            await refresh()
          }
        : undefined,
    )
    await refresh()
    return output
  }
  /** For what needs no form: a refusal is told, with another try. */
  const attempt = async (what: () => Promise<unknown>): Promise<void> => {
    try {
      await what()
    } catch (error) {
      toastFailed(messageOf(error), () => void attempt(what))
    }
  }

  return {
    work: () => attempt(() => run(leadRoutes.work, t('lead.worked', { title }))),
    qualify: () => attempt(() => run(leadRoutes.qualify, t('lead.qualified', { title }))),
    reopen: () => attempt(() => run(leadRoutes.reopen, t('lead.reopened', { title }))),
    disqualify: (reason: string) => run(leadRoutes.disqualify, t('lead.disqualified', { title }), { reason }),
    recycle: (on: string, reason: string) =>
      run(leadRoutes.recycle, t('lead.recycled', { title }), { on, ...(reason && { reason }) }),
    /** The deal takes a step of its own to go, so this is not taken back by one. */
    convert: async (into: { name: string; pipeline?: string; amount: Money | null }): Promise<AnyRecord> => {
      const { deal } = await call(leadRoutes.convert, { params: { id }, body: into })
      done(t('lead.converted', { title: deal.title }))
      await refresh()
      return deal
    },
    answer: async (criterion: string, answer: Answer, note: string): Promise<void> => {
      const known = qualificationQuery(id)
      try {
        const params = { id, criterion }
        queries.setQueryData(
          known.queryKey,
          await call(leadRoutes.answer, { params, body: { answer, note } }),
        )
        await refresh()
      } catch (error) {
        toastFailed(messageOf(error))
      }
    },
  }
}
