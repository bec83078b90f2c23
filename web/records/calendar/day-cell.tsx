import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Popover } from '@mantine/core'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { t } from '../../text/pages.ts'
import { isCard } from '../board-column.tsx'
import classes from './calendar.module.css'

export interface DayCellProps {
  day: string
  typeName: string
  /** In words, for those who hear it. */
  label: string
  number: string
  entries: readonly AnyRecord[]
  /** More than these are behind a button; null shows all. */
  most: number | null
  today: boolean
  /** Not of the month that is shown. */
  other: boolean
  /** Where Tab enters the calendar. */
  focused: boolean
  onFocus: () => void
  onDrop: (record: AnyRecord) => void
  onCreate: (() => void) | null
  render: (record: AnyRecord) => ReactNode
}

export function DayCell(props: DayCellProps) {
  const { day, typeName, label, number, entries, most, today, other, focused, onCreate, render } = props
  const cell = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const [all, setAll] = useState(false)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    if (!cell.current) return
    return dropTargetForElements({
      element: cell.current,
      canDrop: ({ source }) => isCard(source.data) && source.data.typeName === typeName,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        if (isCard(source.data)) latest.current.onDrop(source.data.record)
      },
    })
  }, [typeName])
  // The button that leads to the rest takes the place of one.
  const shown = most !== null && entries.length > most ? entries.slice(0, most - 1) : entries
  const rest = entries.length - shown.length
  return (
    // Clicking is the mouse's way; the keyboard has Enter, which the grid hears.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={cell}
      role="gridcell"
      aria-label={label}
      tabIndex={focused ? 0 : -1}
      className={classes.day}
      data-day={day}
      data-column={day}
      data-today={today || undefined}
      data-other={other || undefined}
      data-over={over || undefined}
      onFocus={(event) => event.target === event.currentTarget && props.onFocus()}
      onClick={(event) => {
        if (!(event.target as Element).closest('button, a, form, [data-dragging]')) onCreate?.()
      }}
    >
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      {shown.map(render)}
      {rest > 0 && (
        <Popover opened={all} onChange={setAll} width={260} trapFocus returnFocus position="bottom">
          <Popover.Target>
            <button type="button" className={classes.rest} onClick={() => setAll(!all)}>
              {t('calendar.rest', { count: rest })}
            </button>
          </Popover.Target>
          <Popover.Dropdown className={classes.allOfDay ?? ''} aria-label={label}>
            <h3>{label}</h3>
            {entries.map(render)}
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  )
}
