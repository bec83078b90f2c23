import { useSyncExternalStore } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'

/** Two people changed one record: what was read, what the reader wants, and how it stands now. */
export interface Conflict {
  type: RecordType
  base: AnyRecord
  mine: Readonly<Record<string, unknown>>
  current: AnyRecord
  keepMine: (values: Record<string, unknown>) => Promise<void>
}

let open: Conflict | null = null
const listeners = new Set<() => void>()

export function showConflict(conflict: Conflict | null) {
  open = conflict
  for (const listener of listeners) listener()
}

export const useConflict = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => open,
  )

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The fields that both changed, differently: these alone need a decision. */
export const contested = ({ base, mine, current }: Pick<Conflict, 'base' | 'mine' | 'current'>): string[] =>
  Object.keys(mine).filter(
    (field) => !same(current[field], base[field]) && !same(current[field], mine[field]),
  )
