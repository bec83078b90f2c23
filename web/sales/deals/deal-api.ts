import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { undoRoute } from '../../../contract/records/undo.ts'
import { deal as dealType } from '../../../contract/sales/deal.ts'
import { dealCompetitorRoutes } from '../../../contract/sales/deal-competitors.ts'
import { dealPeopleRoutes } from '../../../contract/sales/deal-people.ts'
import { dealRoutes } from '../../../contract/sales/deal-routes.ts'
import { dealSettingsRoutes, knownBuyingRoles } from '../../../contract/sales/deal-settings.ts'
import { exitRoutes } from '../../../contract/sales/exit-criteria.ts'
import { objectionRoutes } from '../../../contract/sales/objection-routes.ts'
import type { Money } from '../../../contract/values/money.ts'
import { act, call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'

/** All below the deals' own key, so that what changes one reads these again. */
const keyed = (what: string, ...ids: (string | undefined)[]) => ['records', dealType.name, what, ...ids]

export const askedQuery = (id: string, to?: string) =>
  queryOptions({
    queryKey: keyed('asked', id, to),
    queryFn: ({ signal }) => call(exitRoutes.ofDeal, { params: { id }, query: to ? { to } : {}, signal }),
  })
export const peopleQuery = (id: string) =>
  queryOptions({
    queryKey: keyed('people', id),
    queryFn: ({ signal }) => call(dealPeopleRoutes.list, { params: { id }, signal }),
  })
export const dealRolesQuery = (id: string) =>
  queryOptions({
    queryKey: keyed('roles', id),
    queryFn: ({ signal }) => call(dealPeopleRoutes.ofPerson, { params: { id }, signal }),
  })
export const competitorsQuery = (id: string) =>
  queryOptions({
    queryKey: keyed('competitors', id),
    queryFn: ({ signal }) => call(dealCompetitorRoutes.list, { params: { id }, signal }),
  })
export const raisedQuery = (id: string) =>
  queryOptions({
    queryKey: keyed('raised', id),
    queryFn: ({ signal }) => call(objectionRoutes.list, { params: { id }, signal }),
  })
export const playbookQuery = queryOptions({
  queryKey: ['records', 'objection', 'playbook'],
  queryFn: ({ signal }) => call(objectionRoutes.playbook, { signal }),
})
export const criteriaQuery = queryOptions({
  queryKey: ['records', 'stage', 'exit-criteria'],
  queryFn: ({ signal }) => call(exitRoutes.list, { signal }),
})
export const dealSettingsQuery = queryOptions({
  queryKey: ['deal-settings'],
  queryFn: ({ signal }) => call(dealSettingsRoutes.read, { signal }),
})

/** What a part in buying is called: as the company says, or as it comes along. */
export function roleLabel(key: string, label = ''): string {
  const known = knownBuyingRoles.find((role) => role === key)
  return label || (known ? t(`role.${known}`) : key)
}

/** The parts that people can have, with their names. */
export function useBuyingRoles(): { value: string; label: string }[] {
  const { data } = useQuery(dealSettingsQuery)
  return (data?.buyingRoles ?? []).map(({ key, label }) => ({ value: key, label: roleLabel(key, label) }))
}

/** Does something and reads again what is shown; a refusal is told, with another try. */
export function useAttempt() {
  const queries = useQueryClient()
  return async function attempt(what: () => Promise<unknown>): Promise<boolean> {
    try {
      await what()
      await queries.invalidateQueries({ queryKey: ['records'] })
      return true
    } catch (error) {
      toastFailed(messageOf(error), () => void attempt(what))
      return false
    }
  }
}

/** Copies of a deal, to be taken back. They throw a refusal for the form to show. */
export function useCopies(deal: AnyRecord) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['records'] })
  const takeBack = (events: string[]) => async () => {
    await call(undoRoute, { body: { events } })
    await refresh()
  }
  const params = { id: deal.id }
  return {
    duplicate: async (name: string): Promise<AnyRecord> => {
      const { output, event } = await act(dealRoutes.duplicate, { params, body: { name } })
      done(t('copy.duplicated', { title: output.title }), event ? takeBack([event]) : undefined)
      await refresh()
      return output
    },
    split: async (name: string, amount: Money): Promise<AnyRecord> => {
      const { part, events } = await call(dealRoutes.split, { params, body: { name, amount } })
      done(t('copy.wasSplit', { title: part.title }), takeBack(events))
      await refresh()
      return part
    },
  }
}
