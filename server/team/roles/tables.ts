import type { CompanyRight, FieldLimit, Permission } from '../../../contract/team/role.ts'

/** A row of `roles`; built-in ones have no base, and nothing of what they may do. */
export interface RoleRow {
  id: string
  key: string
  name: string
  base: string | null
  rights: CompanyRight[]
  permissions: Record<string, Permission>
  fields: Record<string, Record<string, FieldLimit>>
  second_factor: boolean
  version: number
}
