import type { Who } from '../../contract/http/route.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import {
  administers,
  hasRight,
  permissionOf,
  type Action,
  type CompanyRight,
  type Reach,
} from '../../contract/team/role.ts'
import type { Caller } from './caller.ts'
import { forbidden, unauthenticated } from './problem.ts'

const scopeFor = (caller: Caller, type: string, action: Action): boolean =>
  caller.scopes.includes('all') ||
  caller.scopes.includes(`${type}:write`) ||
  ((action === 'see' || action === 'export') && caller.scopes.includes(`${type}:read`))

/** How far the caller's permission for an action on a type reaches, its key's scope included. */
export function reach(caller: Caller, type: string, action: Action): Reach {
  if (!scopeFor(caller, type, action)) return 'none'
  const granted = permissionOf(caller.role, recordTypeOf(type))[action]
  return granted === true ? 'all' : granted === false ? 'none' : granted
}

const verbs: Record<Action, string> = {
  see: 'see',
  create: 'create',
  edit: 'change',
  delete: 'delete',
  export: 'export',
}

/** Throws what the caller is told when a route is not for them. */
export function authorise(caller: Caller | null, who: Who): void {
  if (who === 'anyone') return
  if (!caller) throw unauthenticated()
  if (who === 'caller') return
  if (who === 'administrator') {
    if (administers(caller.role) && caller.scopes.includes('all')) return
    throw forbidden('Only an owner or an administrator may do this. Ask one of them.')
  }
  if (who === 'owner') {
    if (caller.role === 'owner' && caller.userId !== null && caller.keyId === null) return
    throw forbidden('Only an owner who has signed in may do this. Ask the owner.')
  }
  if (reach(caller, who.type, who.action) !== 'none') return
  const { label } = recordTypeOf(who.type)
  throw forbidden(`Your role may not ${verbs[who.action]} ${label.many.toLowerCase()}. Ask an administrator.`)
}

const rightVerbs: Record<CompanyRight, string> = {
  administer: 'run the company’s settings',
  import: 'import files',
  shareViews: 'share views',
}

/** Throws when the caller's role lacks a right that is about no record type. */
export function authoriseRight(caller: Caller, right: CompanyRight): void {
  if (!hasRight(caller.role, right))
    throw forbidden(`Your role may not ${rightVerbs[right]}. Ask an administrator.`)
}
