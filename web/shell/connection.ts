import { useSyncExternalStore } from 'react'

/** `offline`: this browser reaches nothing. `unavailable`: the server answers that its database is away. */
export type Connection = 'up' | 'offline' | 'unavailable'

let current: Connection = 'up'
const listeners = new Set<() => void>()

export function setConnection(next: Connection) {
  if (next === current) return
  current = next
  for (const listener of listeners) listener()
}

export const useConnection = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => current,
  )
