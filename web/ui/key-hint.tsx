import classes from './key-hint.module.css'
import { useOwnKey } from './own-keys.ts'

export const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform)

const arrows = {
  arrowdown: '↓',
  arrowup: '↑',
  arrowleft: '←',
  arrowright: '→',
  pagedown: 'PgDn',
  pageup: 'PgUp',
}

const signs: Record<string, string> = isMac
  ? { ...arrows, mod: '⌘', shift: '⇧', alt: '⌥', enter: '⏎', escape: 'esc' }
  : { ...arrows, mod: 'Ctrl ', shift: 'Shift ', alt: 'Alt ', enter: 'Enter', escape: 'Esc' }

/** What a shortcut such as `mod+k` or `g d` looks like on this machine's keyboard. */
export const keysText = (keys: string): string =>
  keys
    .split(' ')
    .map((stroke) =>
      stroke
        .split('+')
        .map((key) => signs[key] ?? (stroke.includes('mod+') ? key.toUpperCase() : key))
        .join(''),
    )
    .join(' ')

/** The key of an action, faint beside it. Read out through the control's own aria-keyshortcuts instead. */
export function KeyHint({ keys }: { keys: string }) {
  const struck = useOwnKey(keys)
  return struck === undefined ? null : (
    <kbd className={classes.key} aria-hidden>
      {keysText(struck)}
    </kbd>
  )
}
