import { useSyncExternalStore } from 'react'
import { declaredTypes, narrowed, typesWith, type RecordTypes } from '../../contract/record-types.ts'
import { ownFieldRoutes } from '../../contract/records/own-field-routes.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { FieldLimit } from '../../contract/team/role.ts'
import { call } from './api.ts'

/** The record types as the company has them: what is declared, with its own fields. Read before any page inside is shown. */
let known: { types: RecordTypes; version: number } = { types: declaredTypes, version: -1 }
/** The same before what the member's role hides is taken away. */
let whole = declaredTypes
type Limits = Readonly<Record<string, Readonly<Record<string, FieldLimit>>>>
let limits: Limits = {}
const listeners = new Set<() => void>()

/** Reads the own fields again; whoever shows a type that changed shows it anew. */
export async function readTypes(): Promise<void> {
  const { data, version } = await call(ownFieldRoutes.list)
  if (version === known.version) return
  whole = typesWith(data)
  show(version)
}

function show(version: number) {
  known = { types: limited(whole), version }
  for (const listener of listeners) listener()
}

const limited = (types: RecordTypes): RecordTypes =>
  Object.keys(limits).length === 0
    ? types
    : narrowed(types, ({ name }, field, declared) => {
        const limit = limits[name]?.[field]
        return limit === 'hidden' ? null : limit === 'read' ? { ...declared, readOnly: true } : declared
      })

/** Says what the member's role hides and only reads: as if it were not there, or set by Throughline only. */
export function limitTypes(next: Limits): void {
  if (JSON.stringify(next) === JSON.stringify(limits)) return
  limits = next
  show(known.version)
}

/** The version that was read last. */
export const typesVersion = (): number => known.version

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The record types, also those that change while the page is open. */
export const useTypes = (): RecordTypes => useSyncExternalStore(subscribe, () => known.types)

/** The record types as they are now. */
export const types = (): RecordTypes => known.types

/** A record type as it is now. Pages that stay open take theirs from `useTypes`. */
export const recordTypeOf = (name: string): RecordType => known.types.of(name)

export function useTypeByPlural(plural: string | undefined): RecordType | undefined {
  return useTypes().all.find((type) => type.plural === plural)
}
