import type { RecordTypes } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { OwnRole } from '../../../contract/team/role.ts'
import { invalid, type FieldError } from '../../http/problem.ts'

/** What a record is called by. A note is called by what it says. */
const titled = (type: RecordType): string[] =>
  ['name', 'subject', 'firstName', 'lastName', ...(type.name === 'note' ? ['body'] : [])].filter(
    (field) => field in type.fields,
  )

/** Fields that decide who sees a record and on whose timeline it stands. */
function placing(type: RecordType): string[] {
  const of = type.customer === 'self' ? { company: 'company' } : (type.customer ?? {})
  return [type.owner, ...Object.values(of)].filter(
    (field) => field !== undefined && field in type.fields,
  ) as string[]
}

function fieldErrors(role: OwnRole, type: RecordType): FieldError[] {
  const may = role.permissions[type.name]
  return Object.entries(role.fields[type.name] ?? {}).flatMap(([field, limit]): FieldError[] => {
    const path = `fields.${type.name}.${field}`
    const declared = type.fields[field] ?? type.retired?.[field]
    if (!declared) return [{ path, message: `${type.label.many} have no field “${field}”` }]
    if (limit === 'hidden' && titled(type).includes(field))
      return [{ path, message: `${declared.label} is what a record is called, so it cannot be hidden` }]
    if (limit === 'hidden' && placing(type).includes(field))
      return [
        { path, message: `${declared.label} decides who sees a record and where, so it cannot be hidden` },
      ]
    if (may?.create && declared.required && declared.type !== 'references' && !('default' in declared))
      return [{ path, message: `Who creates ${type.label.many.toLowerCase()} has to give ${declared.label}` }]
    return []
  })
}

/** Refuses a role that could not work, or would make its members more than it says. */
export function checkRole(role: OwnRole, types: RecordTypes): void {
  const names = new Set(types.all.map(({ name }) => name))
  const unknown = [...Object.keys(role.permissions), ...Object.keys(role.fields)].filter(
    (name) => !names.has(name),
  )
  const errors: FieldError[] = unknown.map((name) => ({
    path: name in role.permissions ? `permissions.${name}` : `fields.${name}`,
    message: 'There is no such record type',
  }))
  for (const type of types.all) {
    const may = role.permissions[type.name]
    // Who changes members and teams decides who sees what.
    if (type.wing === 'team' && may && !role.rights.includes('administer'))
      for (const action of ['create', 'edit', 'delete'] as const)
        if (may[action] !== false && may[action] !== 'none')
          errors.push({
            path: `permissions.${type.name}.${action}`,
            message: `Only who runs the company’s settings changes ${type.label.many.toLowerCase()}`,
          })
    errors.push(...fieldErrors(role, type))
  }
  if (errors.length > 0) throw invalid(errors)
}

/** The key that a name suggests: "Junior seller" is `junior-seller`. */
export function roleKeyFor(name: string, taken: (key: string) => boolean): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  for (let i = 1; ; i++) {
    const key = `${words || 'role'}${i === 1 ? '' : `-${i}`}`
    if (!taken(key)) return key
  }
}
