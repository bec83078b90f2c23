import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { assignmentRoutes } from '../../../contract/sales/lead-assignment.ts'
import type { AssignmentRule, AssignmentRuleInput } from '../../../contract/sales/lead-assignment.ts'
import { leadSettingsRoutes } from '../../../contract/sales/lead-settings.ts'
import type { LeadSettings } from '../../../contract/sales/lead-settings.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'

export const leadSettingsQuery = queryOptions({
  queryKey: ['lead-settings'],
  queryFn: ({ signal }) => call(leadSettingsRoutes.read, { signal }),
})

export const rulesQuery = queryOptions({
  queryKey: ['assignment-rules'],
  queryFn: ({ signal }) => call(assignmentRoutes.list, { signal }),
})

/** Changes what is named; says so, and can be taken back. */
export function useLeadSettings() {
  const queries = useQueryClient()
  const write = async (change: Partial<LeadSettings>) => {
    queries.setQueryData(leadSettingsQuery.queryKey, await call(leadSettingsRoutes.change, { body: change }))
    await queries.invalidateQueries({ queryKey: ['records'] })
  }
  return async (before: LeadSettings, change: Partial<LeadSettings>): Promise<void> => {
    const old = Object.fromEntries(
      Object.keys(change).map((name) => [name, before[name as keyof LeadSettings]]),
    ) as Partial<LeadSettings>
    try {
      await write(change)
      done(t('leads.settingsSaved'), () => write(old))
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
}

export const inputOf = ({ id, name, filter, way, members, team }: AssignmentRule): AssignmentRuleInput => ({
  id,
  name,
  filter,
  way,
  members: members.map((member) => member.id),
  team: team?.id ?? null,
})

/** Sets all rules; says so, and can be taken back. */
export function useRuleChanges() {
  const queries = useQueryClient()
  const write = async (rules: AssignmentRuleInput[]) =>
    void queries.setQueryData(rulesQuery.queryKey, await call(assignmentRoutes.set, { body: { rules } }))
  return async (before: readonly AssignmentRule[], rules: AssignmentRuleInput[]): Promise<boolean> => {
    try {
      await write(rules)
      done(t('leads.rulesSaved'), () => write(before.map(inputOf)))
      return true
    } catch (error) {
      toastFailed(messageOf(error))
      return false
    }
  }
}
