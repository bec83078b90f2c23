import { useSyncExternalStore } from 'react'
import type { CallError } from '../../contract/http/client.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'

/** A change that was refused, as it was asked for. */
export interface RefusedChange {
  type: RecordType
  record: AnyRecord
  values: Readonly<Record<string, unknown>>
  error: CallError
}

type Asker = (refused: RefusedChange) => boolean

const askers: Asker[] = []
let asked: RefusedChange | null = null
const listeners = new Set<() => void>()

/** Says of which refused changes the reader is asked for what they lack, instead of being told. The routes register it. */
export const registerAsker = (asker: Asker) => void askers.push(asker)

export function ask(refused: RefusedChange | null): void {
  asked = refused
  for (const listener of listeners) listener()
}

/** Whether the reader is asked for what it lacks; whoever asks may still be on the way. */
export function isAskedFor(refused: RefusedChange): boolean {
  const isIt = askers.some((asker) => asker(refused))
  if (isIt) ask(refused)
  return isIt
}

const follow = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The refused change that is asked about now. */
export const useAsked = (): RefusedChange | null => useSyncExternalStore(follow, () => asked)
