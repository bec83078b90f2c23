import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'

const dragged = Symbol('row')

/** A row of a list that is put in order by its handle: dragged, or with the arrow keys. Rows of one `group` change places. */
export function useMovable({
  index,
  group,
  canMove,
  onMove,
}: {
  index: number
  group: string
  canMove: boolean
  onMove: (from: number, to: number) => void
}) {
  const row = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const [over, setOver] = useState<'above' | 'below' | null>(null)
  const latest = useRef(onMove)
  useEffect(() => {
    latest.current = onMove
  })
  useEffect(() => {
    if (!row.current || !handle.current || !canMove) return
    const fromOf = (data: Record<string | symbol, unknown>) => Number(data[dragged])
    const edgeOf = (data: Record<string | symbol, unknown>) =>
      fromOf(data) === index ? null : fromOf(data) < index ? 'below' : 'above'
    return combine(
      draggable({
        element: row.current,
        dragHandle: handle.current,
        getInitialData: () => ({ [dragged]: index, group }),
      }),
      dropTargetForElements({
        element: row.current,
        canDrop: ({ source }) => dragged in source.data && source.data['group'] === group,
        onDragEnter: ({ source }) => setOver(edgeOf(source.data)),
        onDragLeave: () => setOver(null),
        onDrop: ({ source }) => {
          setOver(null)
          latest.current(fromOf(source.data), index)
        },
      }),
    )
  }, [index, group, canMove])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    onMove(index, index + (event.key === 'ArrowUp' ? -1 : 1))
  }
  return { row, handle, over, onKeyDown }
}
