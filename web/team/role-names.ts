import { queryOptions, useQuery } from '@tanstack/react-query'
import { roles as builtIn, isBuiltIn } from '../../contract/team/role.ts'
import { roleRoutes } from '../../contract/team/role-routes.ts'
import { call } from '../shell/api.ts'
import { choiceLabel } from '../text/labels.ts'

export const roleNamesQuery = queryOptions({
  queryKey: ['roles', 'names'],
  queryFn: ({ signal }) => call(roleRoutes.names, { signal }),
  staleTime: 60_000,
})

const named = ({ key, name }: { key: string; name: string }) => ({
  value: key,
  label: isBuiltIn(key) ? choiceLabel(builtIn, key) : name,
})

/** Every role, as the controls to choose from want them. */
export function useRoleChoices(): { value: string; label: string }[] {
  const { data } = useQuery(roleNamesQuery)
  return (data?.data ?? builtIn.map(({ value, label }) => ({ key: value, name: label }))).map(named)
}
