import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Summary } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { t } from '../text/pages.ts'
import { money, number } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { BoardCard } from './board-card.tsx'
import type { ColumnHead } from './board-columns.ts'
import classes from './board.module.css'
import { listQuery } from './record-api.ts'
import type { Listing } from './record-api.ts'
import { ExpandedContext } from './titles.ts'

const cardGap = 8

interface BoardColumnProps {
  type: RecordType
  by: string
  head: ColumnHead
  heads: readonly ColumnHead[]
  listing: Listing
  fields: readonly string[]
  group: Summary['groups'][number] | undefined
  canMove: (record: AnyRecord) => boolean
  onMove: (record: AnyRecord, to: ColumnHead) => void
  onPreview: (id: string | null) => void
  glowing: ReadonlySet<string>
}

export const isCard = (
  data: Record<string | symbol, unknown>,
): data is { record: AnyRecord; typeName: string } => 'record' in data && 'typeName' in data

export function BoardColumn(props: BoardColumnProps) {
  const { type, by, head, listing, fields, group } = props
  const manner = useManner()
  const list = useInfiniteQuery(listQuery(type, listing))
  const column = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  // A card that has just been moved away is still in this list, with its new value.
  const pages = list.data?.pages
  const cards = useMemo(
    () =>
      (pages ?? [])
        .flatMap((page) => page.data)
        .filter((record) => (record[by] ?? null) === (head.value ?? null)),
    [pages, by, head.value],
  )
  const expanded = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.expanded ?? {})) as Record<string, AnyRecord>,
    [pages],
  )

  useEffect(() => {
    if (!column.current || !scroller.current) return
    return combine(
      dropTargetForElements({
        element: column.current,
        canDrop: ({ source }) => isCard(source.data) && source.data.typeName === type.name,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          if (isCard(source.data)) latest.current.onMove(source.data.record, latest.current.head)
        },
      }),
      autoScrollForElements({ element: scroller.current }),
    )
  }, [type.name])

  const height = 40 + 18 * fields.length
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height + cardGap,
    overscan: 6,
    getItemKey: (index) => cards[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last > cards.length - 40) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, cards.length])

  return (
    <section
      ref={column}
      className={classes.column}
      data-column={head.key ?? ''}
      data-over={over || undefined}
      aria-label={head.label}
    >
      <header className={classes.head}>
        <h2 className={classes.name}>{head.label}</h2>
        <span className={classes.count}>{number(group?.count ?? cards.length, manner)}</span>
        <Sums group={group} />
      </header>
      <ExpandedContext value={expanded}>
        <div ref={scroller} className={classes.cards}>
          <ul style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const record = cards[item.index]
              return (
                record && (
                  <li
                    key={item.key}
                    className={classes.slot}
                    style={{ transform: `translateY(${item.start}px)`, height }}
                  >
                    <BoardCard
                      type={type}
                      record={record}
                      fields={fields}
                      heads={props.heads}
                      here={head}
                      movable={props.canMove(record)}
                      onMove={props.onMove}
                      onPreview={props.onPreview}
                      glow={props.glowing.has(record.id)}
                    />
                  </li>
                )
              )
            })}
          </ul>
        </div>
      </ExpandedContext>
    </section>
  )
}

/** One sum for each currency; across them only in the company's own, and said to be about. */
function Sums({ group }: { group: Summary['groups'][number] | undefined }) {
  const manner = useManner()
  if (!group || group.sums.length === 0) return <span className={classes.sums} />
  const sums = group.sums.map((sum) => money(sum, manner, 'compact')).join(' + ')
  const total =
    group.sums.length > 1 && group.total
      ? t('board.total', { total: money(group.total, manner, 'compact') })
      : ''
  return (
    <span className={classes.sums} title={total ? `${sums}, ${total}` : sums}>
      {sums} <span className={classes.total}>{total}</span>
    </span>
  )
}
