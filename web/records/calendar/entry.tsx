import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { ActionIcon, Button, Popover, TextInput } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { t } from '../../text/pages.ts'
import { clock } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { wingColour, wingWash } from '../../ui/wing.tsx'
import { widgetOf } from '../fields/widgets.ts'
import { dragByTouch } from '../touch-drag.ts'
import classes from './calendar.module.css'

export interface EntryProps {
  type: RecordType
  record: AnyRecord
  field: string
  /** The day that it stands on. */
  day: string
  /** Values that stand below the title, where there is room. */
  shown: readonly string[]
  movable: boolean
  onMove: (record: AnyRecord, day: string) => void
  onPreview: (id: string) => void
  glow: boolean
}

/** A record on its day: dragged by mouse or finger, or moved by the menu, also by `m`. */
export function Entry(props: EntryProps) {
  const { type, record, field, day, shown, movable, onMove, onPreview, glow } = props
  const manner = useManner()
  const entry = useRef<HTMLDivElement>(null)
  const [dragging, setDragging] = useState(false)
  const [moving, setMoving] = useState(false)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  // Once: registered anew when the record changes, it would be taken out of the hand that drags it.
  useEffect(() => {
    if (!entry.current || !movable) return
    return combine(
      draggable({
        element: entry.current,
        getInitialData: () => ({ record: latest.current.record, typeName: type.name }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dragByTouch(entry.current, {
        onLift: () => setDragging(true),
        onDrop: (to) => {
          setDragging(false)
          if (to && to !== latest.current.day) latest.current.onMove(latest.current.record, to)
        },
      }),
    )
  }, [type.name, movable])

  const value = record[field]
  const time =
    type.fields[field]?.type === 'moment' && typeof value === 'string' ? clock(value, manner) : null
  return (
    <div
      ref={entry}
      className={glow ? `${classes.entry} glow` : classes.entry}
      style={
        {
          '--wing': wingColour(type.wing),
          '--glow-colour': wingWash(type.wing),
        } as React.CSSProperties
      }
      data-dragging={dragging || undefined}
    >
      <button
        type="button"
        data-compact
        className={classes.title}
        title={record.title}
        onClick={() => onPreview(record.id)}
        onKeyDown={(event) => {
          if (event.key !== 'm' || !movable) return
          event.preventDefault()
          event.stopPropagation()
          setMoving(true)
        }}
      >
        {time && <span className={classes.time}>{time}</span>} {record.title}
      </button>
      {shown.map((name) => {
        const declared = type.fields[name]
        const of = record[name]
        if (!declared || of === null || of === undefined) return null
        const { Show } = widgetOf(declared)
        return (
          <span key={name} className={classes.detail}>
            <Show field={declared} value={of} plain />
          </span>
        )
      })}
      {movable && (
        <Popover opened={moving} onChange={setMoving} trapFocus returnFocus position="bottom-start">
          <Popover.Target>
            <ActionIcon
              className={classes.move}
              size={20}
              aria-label={t('calendar.moveOf', { title: record.title })}
              title={`${t('calendar.move')} m`}
              onClick={() => setMoving(!moving)}
            >
              <IconArrowRight size={13} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <form
              className={classes.moveForm}
              onSubmit={(event) => {
                event.preventDefault()
                const to = String(new FormData(event.currentTarget).get('day') ?? '')
                setMoving(false)
                if (to && to !== day) onMove(record, to)
              }}
            >
              <TextInput
                type="date"
                name="day"
                required
                label={t('calendar.moveTo')}
                defaultValue={day}
                data-autofocus
              />
              <Button type="submit" variant="filled">
                {t('calendar.moveNow')}
              </Button>
            </form>
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  )
}
