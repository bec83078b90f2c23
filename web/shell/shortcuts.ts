import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { isMac } from '../ui/key-hint.tsx'
import { keyFor, ownKeys } from '../ui/own-keys.ts'

/**
 * `keys` is one stroke such as `mod+k`, `j` or `?`, or two in a row such as `g d`. The latest registered of equal keys
 * wins, so that a page's key stands before the frame's. A member may have exchanged keys for own ones. While writing in a
 * field only strokes with `mod` count.
 */
export interface Shortcut {
  keys: string
  label: string
  run: (event: KeyboardEvent) => void
}

let registered: readonly Shortcut[] = []
const listeners = new Set<() => void>()

function change(next: readonly Shortcut[]) {
  registered = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Keys of a page or part, for as long as it is shown: in force with the first sight of it. */
export function useShortcuts(shortcuts: readonly Shortcut[]) {
  const latest = useRef(shortcuts)
  useLayoutEffect(() => {
    latest.current = shortcuts
  })
  // Only a change of keys or labels registers anew; what they do is looked up when they are struck.
  const shape = JSON.stringify(shortcuts.map(({ keys, label }) => [keys, label]))
  useLayoutEffect(() => {
    const own = (JSON.parse(shape) as [string, string][]).map(([keys, label]) => ({
      keys,
      label,
      run: (event: KeyboardEvent) => latest.current.find((shortcut) => shortcut.keys === keys)?.run(event),
    }))
    change([...registered, ...own])
    return () => change(registered.filter((shortcut) => !own.includes(shortcut)))
  }, [shape])
}

/** The keys in force now, for the sheet that `?` opens. */
export function useRegistered(): readonly Shortcut[] {
  const all = useSyncExternalStore(subscribe, () => registered)
  return all.filter((shortcut, index) => all.findLastIndex(({ keys }) => keys === shortcut.keys) === index)
}

/** What was struck, as shortcuts write it. */
export function strokeOf(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey
  const key =
    event.key === ' ' ? 'space' : event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase()
  const shift = event.shiftKey && event.key.length > 1
  return [
    mod && 'mod',
    event.altKey && event.key.length > 1 && 'alt',
    (shift || (mod && event.shiftKey)) && 'shift',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target.matches('input, textarea, select') && !target.matches('[type=checkbox], [type=radio]')))

/** Enter and space belong to the control in focus, if one is. */
const isControl = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('button, a, summary, [role^=menuitem], [role=option], [role=tab]') !== null

/** Listens on the whole window. Answers how to stop. */
export function listen(): () => void {
  let first: { stroke: string; at: number } | null = null
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      event.defaultPrevented ||
      event.isComposing ||
      ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)
    )
      return
    const stroke = strokeOf(event)
    const plain = !stroke.startsWith('mod+')
    if (plain && (event.ctrlKey || event.metaKey)) return
    if (plain && !ownKeys().single) return
    // Behind an open dialog nothing may happen.
    if (plain && document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]')) return
    if ((stroke === 'enter' || stroke === 'space') && isControl(event.target)) return
    const sequence = first && event.timeStamp - first.at < 1200 ? `${first.stroke} ${stroke}` : null
    first = null
    const writing = isWriting(event.target)
    const found = [sequence, stroke]
      .flatMap((keys) => registered.findLast((shortcut) => keyFor(shortcut.keys) === keys) ?? [])
      .at(0)
    if (found && (!writing || !plain)) {
      // ⌘Z while writing belongs to the field.
      if (writing && stroke === 'mod+z') return
      event.preventDefault()
      found.run(event)
      return
    }
    if (plain && !writing && registered.some(({ keys }) => keyFor(keys).startsWith(`${stroke} `)))
      first = { stroke, at: event.timeStamp }
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
