import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { t } from '../text/pages.ts'
import { wingWash } from '../ui/wing.tsx'
import type { ColumnHead } from './board-columns.ts'
import classes from './board.module.css'
import { ShownValue } from './shown-value.tsx'
import { dragByTouch } from './touch-drag.ts'

interface BoardCardProps {
  type: RecordType
  record: AnyRecord
  fields: readonly string[]
  heads: readonly ColumnHead[]
  here: ColumnHead
  movable: boolean
  onMove: (record: AnyRecord, to: ColumnHead) => void
  onPreview: (id: string | null) => void
  glow: boolean
}

/** Focus goes with the arrow keys: up and down in the column, left and right across. */
function walk(from: HTMLElement, key: string) {
  const column = from.closest('section')
  if (!column) return
  const cards = (of: Element | null) => [
    ...(of?.querySelectorAll<HTMLElement>('[data-card] > :first-child') ?? []),
  ]
  const here = cards(column)
  const at = here.indexOf(from)
  const beside = key === 'ArrowLeft' ? column.previousElementSibling : column.nextElementSibling
  const to =
    key === 'ArrowDown'
      ? here[at + 1]
      : key === 'ArrowUp'
        ? here[at - 1]
        : (cards(beside)[at] ?? cards(beside).at(-1))
  to?.focus()
}

export const BoardCard = memo(function BoardCard(props: BoardCardProps) {
  const { type, record, fields, heads, here, movable, onMove, onPreview, glow } = props
  const card = useRef<HTMLDivElement>(null)
  const [dragging, setDragging] = useState(false)
  const [menu, setMenu] = useState(false)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  // Once: registered anew when the record changes, it would be taken out of the hand that drags it.
  useEffect(() => {
    if (!card.current || !movable) return
    return combine(
      draggable({
        element: card.current,
        getInitialData: () => ({ record: latest.current.record, typeName: type.name }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dragByTouch(card.current, {
        onLift: () => setDragging(true),
        onDrop: (column) => {
          setDragging(false)
          const { heads: all, here: from, record: dropped, onMove: move } = latest.current
          const to = all.find(({ key }) => (key ?? '') === column)
          if (to && to.key !== from.key) move(dropped, to)
        },
      }),
    )
  }, [type.name, movable])

  const [first, ...others] = fields
  const show = (name: string | undefined) => {
    const field = name === undefined ? undefined : type.fields[name]
    const value = name === undefined ? null : record[name]
    if (!field || value === null || value === undefined) return null
    return (
      <span key={name} className={name === first ? classes.first : classes.other}>
        <ShownValue type={type} record={record} name={String(name)} field={field} plain />
      </span>
    )
  }

  return (
    <div
      ref={card}
      className={glow ? `${classes.card} glow` : classes.card}
      style={glow ? ({ '--glow-colour': wingWash(type.wing) } as React.CSSProperties) : undefined}
      data-card
      data-dragging={dragging || undefined}
    >
      <button
        type="button"
        data-compact
        className={classes.title}
        onClick={() => onPreview(record.id)}
        onKeyDown={(event) => {
          if (event.key.startsWith('Arrow') && card.current) {
            event.preventDefault()
            event.stopPropagation()
            walk(event.currentTarget, event.key)
          } else if (event.key === 'm' && movable) {
            event.preventDefault()
            event.stopPropagation()
            setMenu(true)
          }
        }}
      >
        {record.title}
      </button>
      {show(first)}
      {others.map(show)}
      {movable && (
        <Menu opened={menu} onChange={setMenu} position="bottom-start">
          <Menu.Target>
            <ActionIcon
              className={classes.move}
              size={24}
              aria-label={t('board.moveTo', { title: record.title })}
              title={`${t('board.move')} m`}
            >
              <IconArrowRight size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('board.move')}</Menu.Label>
            {heads
              .filter((head) => head.key !== here.key)
              .map((head) => (
                <Menu.Item key={head.key ?? ''} onClick={() => onMove(record, head)}>
                  {head.label}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
})
