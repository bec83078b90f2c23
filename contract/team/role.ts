import type { RecordType } from '../records/record-type.ts'

export const roles = [
  { value: 'owner', label: 'Owner' },
  { value: 'administrator', label: 'Administrator' },
  { value: 'manager', label: 'Manager' },
  { value: 'marketer', label: 'Marketer' },
  { value: 'seller', label: 'Seller' },
  { value: 'agent', label: 'Agent' },
  { value: 'viewer', label: 'Viewer' },
] as const
/** A role that comes along. What it may do stands below and nobody changes it; a company copies it instead. */
export type BuiltInRole = (typeof roles)[number]['value']

/** How far a permission goes: one's own records, those of one's team, of one's team and all below it, or all. */
export const reaches = ['none', 'own', 'team', 'below', 'all'] as const
export type Reach = (typeof reaches)[number]

export interface Permission {
  see: Reach
  create: boolean
  edit: Reach
  delete: Reach
  export: boolean
}
export type Action = keyof Permission

/** What a role may at the most do with a field: nothing at all, not even know of it; or read it. */
export const fieldLimits = ['hidden', 'read'] as const
export type FieldLimit = (typeof fieldLimits)[number]

/** What a role may do that is about no record type. */
export const companyRights = ['administer', 'import', 'shareViews'] as const
export type CompanyRight = (typeof companyRights)[number]

/** A role that a company made for itself, copied from another. */
export interface OwnRole {
  /** By which members have it; it never changes. */
  key: string
  name: string
  /** The built-in role that it descends from: it decides for record types that came later. */
  base: BuiltInRole
  rights: readonly CompanyRight[]
  /** By record type. */
  permissions: Readonly<Record<string, Permission>>
  /** By record type and field; a field that is not named may be read, and written where records may be. */
  fields: Readonly<Record<string, Readonly<Record<string, FieldLimit>>>>
}

export type Role = BuiltInRole | OwnRole

export const isBuiltIn = (key: string): key is BuiltInRole => roles.some(({ value }) => value === key)

const full: Permission = { see: 'all', create: true, edit: 'all', delete: 'all', export: true }
const read: Permission = { see: 'all', create: false, edit: 'none', delete: 'none', export: false }
const write: Permission = { see: 'all', create: true, edit: 'all', delete: 'own', export: true }
const own: Permission = { see: 'all', create: true, edit: 'own', delete: 'own', export: false }
const below: Permission = { see: 'below', create: true, edit: 'below', delete: 'own', export: true }

/** What is sold, for how much, and what is said for it: managers and administrators write it. */
const catalogue = { product: read, pricelist: read, price: read, objection: read } as const

/** What was sold: orders with what follows from them. */
const sold = (permission: Permission) => ({
  order: permission,
  orderline: permission,
  invoice: permission,
  payment: permission,
  contract: permission,
})

type Grants = Partial<Record<string, Permission>> & { other: Permission; setting: Permission }

/**
 * What each role may do with each record type. `other` stands for types not named, `setting` for the company's
 * configuration. Owner and administrator may everything; only the owner role may hand out the owner role.
 */
const grants: Record<BuiltInRole, Grants> = {
  owner: { other: full, setting: full },
  administrator: { other: full, setting: full },
  manager: { other: { ...full, delete: 'below' }, setting: { ...read, export: true } },
  marketer: { other: write, deal: read, quote: read, ...sold(read), ...catalogue, setting: read },
  seller: {
    other: write,
    deal: below,
    quote: below,
    ...sold(below),
    ...catalogue,
    note: own,
    call: own,
    meeting: own,
    email: own,
    task: { ...own, edit: 'below' },
    setting: read,
  },
  agent: {
    other: write,
    deal: read,
    quote: read,
    ...sold(read),
    ...catalogue,
    lead: own,
    note: own,
    call: own,
    meeting: own,
    email: own,
    task: { ...own, edit: 'below' },
    setting: read,
  },
  viewer: { other: read, setting: read },
}

type Kind = Pick<RecordType, 'name' | 'setting' | 'issued'>

export function permissionOf(role: Role, type: Kind): Permission {
  const granted = grantedTo(role, type)
  return type.issued ? { ...granted, create: false, edit: 'none', delete: 'none' } : granted
}

function grantedTo(role: Role, type: Kind): Permission {
  if (typeof role !== 'string') return role.permissions[type.name] ?? grantedTo(role.base, type)
  const granted = grants[role]
  return granted[type.name] ?? (type.setting ? granted.setting : granted.other)
}

/** Whether the role runs the company's configuration: users, keys, jobs, imports of settings. */
export const administers = (role: Role): boolean => hasRight(role, 'administer')

/** Of the built-in roles all may import what they may create and change, and share views with others. */
export const hasRight = (role: Role, right: CompanyRight): boolean =>
  typeof role !== 'string'
    ? role.rights.includes(right)
    : right !== 'administer' || role === 'owner' || role === 'administrator'

/** What the role may at the most do with a field; null where the record's permission alone decides. */
export const limitOf = (role: Role, type: string, field: string): FieldLimit | null =>
  typeof role === 'string' ? null : (role.fields[type]?.[field] ?? null)

/** Whether the role knows every field of the type, and may write where it may write at all. */
export const knowsAll = (role: Role, type: string): boolean =>
  typeof role === 'string' || Object.keys(role.fields[type] ?? {}).length === 0
