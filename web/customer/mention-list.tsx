import { useEffect, useImperativeHandle, useState } from 'react'
import type { Ref } from 'react'
import { t } from '../text/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import classes from './composer.module.css'

interface Mentionable {
  id: string
  label: string
}

export interface Mentioning {
  items: readonly Mentionable[]
  command: (item: Mentionable) => void
  rect: DOMRect | null
}

interface MentionListProps {
  mentioning: Mentioning
  label: string
  ref: Ref<{ onKey: (event: KeyboardEvent) => boolean }>
}

/** Members whose names fit what follows the @. The text keeps the focus; its arrow keys and Enter choose here. */
export function MentionList({ mentioning: { items, command, rect }, label, ref }: MentionListProps) {
  const [at, setAt] = useState(0)
  useEffect(() => setAt(0), [items])
  useImperativeHandle(ref, () => ({
    onKey(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) setAt((before) => (before + step + items.length) % Math.max(1, items.length))
      const chosen = items[at]
      if ((event.key === 'Enter' || event.key === 'Tab') && chosen) command(chosen)
      return Boolean(step) || ((event.key === 'Enter' || event.key === 'Tab') && Boolean(chosen))
    },
  }))
  return (
    <ul
      role="listbox"
      aria-label={label}
      data-mentions
      className={classes.mentions}
      style={{ left: Math.min(rect?.left ?? 0, window.innerWidth - 240), top: (rect?.bottom ?? 0) + 4 }}
    >
      {items.length === 0 && <li className={classes.nobody}>{t('compose.nobody')}</li>}
      {items.map((item, index) => (
        <li
          key={item.id}
          role="option"
          aria-selected={index === at}
          className={classes.mentionable}
          onPointerEnter={() => setAt(index)}
          // Before the text loses the focus, and with it the place of the mention.
          onPointerDown={(event) => {
            event.preventDefault()
            command(item)
          }}
        >
          <Avatar name={item.label} size={20} round /> {item.label}
        </li>
      ))}
    </ul>
  )
}
