import { useCallback, useSyncExternalStore } from 'react'
import { useSession } from '../../shell/session.tsx'
import { emptyDraft } from './draft.ts'
import type { Draft } from './draft.ts'

const listeners = new Set<() => void>()
const known = new Map<string, { text: string; draft: Draft }>()
const keyOf = (userId: string) => `throughline.import.${userId}`

function read(key: string): Draft {
  const text = localStorage.getItem(key) ?? ''
  const before = known.get(key)
  if (before?.text === text) return before.draft
  let draft = emptyDraft
  try {
    if (text) draft = { ...emptyDraft, ...(JSON.parse(text) as Draft) }
  } catch {
    // What cannot be read is as good as nothing.
  }
  known.set(key, { text, draft })
  return draft
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

/** The draft of this member in this browser: it outlives a reload, and two pages show the same. */
export function useDraft(): [Draft, (change: (draft: Draft) => Draft) => void] {
  const { user } = useSession()
  const key = keyOf(user.id)
  const draft = useSyncExternalStore(subscribe, () => read(key))
  const change = useCallback(
    (make: (before: Draft) => Draft) => {
      const next = make(read(key))
      const text = JSON.stringify(next)
      localStorage.setItem(key, text)
      known.set(key, { text, draft: next })
      for (const listener of listeners) listener()
    },
    [key],
  )
  return [draft, change]
}
