import { useSyncExternalStore } from 'react'

/** Which keys the reader uses: those that came along, but for those exchanged for own ones. */
export interface OwnKeys {
  /** Whether keys work without ⌘ or Ctrl; off for those who speak to their machine or have a cat (WCAG 2.1.4). */
  single: boolean
  /** Own keys by those that came along. */
  keys: Readonly<Record<string, string>>
}

const setting = 'throughline.single-keys'
const listeners = new Set<() => void>()
let own: OwnKeys | null = null

export const ownKeys = (): OwnKeys => (own ??= { single: localStorage.getItem(setting) !== 'off', keys: {} })

/** What the member has set. What they have not set stays as this device has it. */
export function setOwnKeys(single: boolean | null, keys: OwnKeys['keys']): void {
  own = { single: single ?? ownKeys().single, keys }
  localStorage.setItem(setting, own.single ? 'on' : 'off')
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The keys that do what `keys` did when it came along. */
export const keyFor = (keys: string): string => ownKeys().keys[keys] ?? keys

const needsModifier = (keys: string) => /^(mod\+|escape|enter)/.test(keys)

/** What to strike now for what `keys` does; undefined where it is switched off. What `aria-keyshortcuts` says. */
export function struckFor(keys: string): string | undefined {
  const struck = keyFor(keys)
  return ownKeys().single || needsModifier(struck) ? struck : undefined
}

/** The same, followed as the reader changes it. */
export function useOwnKey(keys: string): string | undefined {
  useSyncExternalStore(subscribe, ownKeys)
  return struckFor(keys)
}
