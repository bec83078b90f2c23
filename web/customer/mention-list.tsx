import { t } from '../text/pages.ts'
import { Avatar } from '../ui/avatar.tsx'
import classes from './composer.module.css'

export interface Mentionable {
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
  /** Which one Enter would take. */
  at: number
  onAt: (at: number) => void
}

/** Members whose names fit what follows the @. The text keeps the focus; its arrow keys and Enter choose here. */
export function MentionList({ mentioning: { items, command, rect }, at, onAt }: MentionListProps) {
  return (
    <div
      role="listbox"
      aria-label={t('compose.mention')}
      className={classes.mentions}
      style={{ left: Math.min(rect?.left ?? 0, window.innerWidth - 240), top: (rect?.bottom ?? 0) + 4 }}
    >
      {items.length === 0 && <span className={classes.nobody}>{t('compose.nobody')}</span>}
      {items.map((item, index) => (
        <div
          key={item.id}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={classes.mentionable}
          onPointerEnter={() => onAt(index)}
          // Before the text loses the focus, and with it the place of the mention.
          onPointerDown={(event) => {
            event.preventDefault()
            command(item)
          }}
        >
          <Avatar name={item.label} size={20} round /> {item.label}
        </div>
      ))}
    </div>
  )
}
