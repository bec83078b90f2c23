import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { roleRoutes, type RoleAnswer, type RoleChange } from '../../contract/team/role-routes.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { toastDone, toastFailed } from '../ui/toast.tsx'

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => call(roleRoutes.list, { signal }),
})

export function useRoleChanges() {
  const queries = useQueryClient()
  const attempt = async <T>(run: () => Promise<T>, said: (answer: T) => string): Promise<T | null> => {
    try {
      const answer = await run()
      await Promise.all([['roles'], ['session']].map((queryKey) => queries.invalidateQueries({ queryKey })))
      toastDone(said(answer))
      return answer
    } catch (error) {
      toastFailed(messageOf(error))
      return null
    }
  }
  return {
    copy: (role: RoleAnswer, name: string) =>
      attempt(
        () => call(roleRoutes.create, { body: { name, copyOf: role.key } }),
        (made) => t('roles.created', { role: made.name }),
      ),
    update: (role: RoleAnswer, change: RoleChange) =>
      attempt(
        () => call(roleRoutes.update, { params: { key: role.key }, body: change }),
        (saved) => t('roles.saved', { role: saved.name }),
      ),
    remove: (role: RoleAnswer) =>
      attempt(
        async () => {
          await call(roleRoutes.remove, { params: { key: role.key } })
          return true
        },
        () => t('roles.deleted', { role: role.name }),
      ),
  }
}
