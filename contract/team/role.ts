export const roles = [
  { value: 'owner', label: 'Owner' },
  { value: 'administrator', label: 'Administrator' },
  { value: 'manager', label: 'Manager' },
  { value: 'marketer', label: 'Marketer' },
  { value: 'seller', label: 'Seller' },
  { value: 'agent', label: 'Agent' },
  { value: 'viewer', label: 'Viewer' },
] as const
export type Role = (typeof roles)[number]['value']

export type Reach = 'none' | 'own' | 'team' | 'all'
export interface Permission {
  see: Reach
  create: boolean
  edit: Reach
  delete: Reach
  export: boolean
}
export type Action = keyof Permission

const full: Permission = { see: 'all', create: true, edit: 'all', delete: 'all', export: true }
const read: Permission = { see: 'all', create: false, edit: 'none', delete: 'none', export: false }
const write: Permission = { see: 'all', create: true, edit: 'all', delete: 'own', export: true }
const own: Permission = { see: 'all', create: true, edit: 'own', delete: 'own', export: false }
const team: Permission = { see: 'team', create: true, edit: 'team', delete: 'own', export: true }

type Grants = Partial<Record<string, Permission>> & { other: Permission; setting: Permission }

/**
 * What each role may do with each record type. `other` stands for types not named, `setting` for the company's
 * configuration. Owner and administrator may everything; only the owner role may hand out the owner role.
 */
const grants: Record<Role, Grants> = {
  owner: { other: full, setting: full },
  administrator: { other: full, setting: full },
  manager: { other: { ...full, delete: 'team' }, setting: { ...read, export: true } },
  marketer: { other: write, deal: read, product: read, setting: read },
  seller: {
    other: write,
    deal: team,
    product: read,
    note: own,
    call: own,
    meeting: own,
    task: { ...own, edit: 'team' },
    setting: read,
  },
  agent: {
    other: write,
    deal: read,
    product: read,
    note: own,
    call: own,
    meeting: own,
    task: { ...own, edit: 'team' },
    setting: read,
  },
  viewer: { other: read, setting: read },
}

export function permissionOf(role: Role, type: { name: string; setting?: true }): Permission {
  const granted = grants[role]
  return granted[type.name] ?? (type.setting ? granted.setting : granted.other)
}

/** Whether the role runs the company's configuration: users, keys, jobs, imports of settings. */
export const administers = (role: Role): boolean => role === 'owner' || role === 'administrator'
