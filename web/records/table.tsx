import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { useCellClicks } from './cell-clicks.ts'
import { GridFrame } from './grid-frame.tsx'
import { useGridKeys } from './grid-keys.ts'
import { placed } from './placed.ts'
import { TableRow } from './table-row.tsx'
import classes from './table.module.css'
import type { Selection } from './selection.ts'
import type { Layout } from './view.ts'

const rowHeight = 36
/** Rows before the end at which the next page is asked for: more than a hard flick scrolls by. */
const ahead = 120

interface TableProps {
  type: RecordType
  layout: Layout
  onLayout: (change: Partial<Layout>) => void
  rows: readonly AnyRecord[]
  hasMore: boolean
  loadMore: () => void
  loadingMore: boolean
  selection: Selection
  previewed: string | undefined
  onPreview: (id: string | null) => void
  onOpen: (id: string) => void
  glowing: ReadonlySet<string>
}

/** A grid of records that holds only the rows in sight. */
export function Table(props: TableProps) {
  const { type, layout, onLayout, rows, hasMore, loadMore, loadingMore, selection, previewed, glowing } =
    props
  const scroller = useRef<HTMLDivElement>(null)
  const { columns, width } = useMemo(() => placed(type, layout.columns), [type, layout.columns])
  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 6 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight * 2,
    getItemKey: (index) => rows[index]?.id ?? `coming-${index}`,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !loadingMore && lastShown > rows.length - ahead) loadMore()
  }, [hasMore, loadingMore, lastShown, rows.length, loadMore])

  const grid = useGridKeys({ ...props, columns, scrollTo: (index) => virtual.scrollToIndex(index) })
  const { stopEditing } = grid
  useCellClicks(scroller, (row, column, times) => {
    if (times > 1) return grid.edit(row, column)
    grid.activate(row, column)
    const record = rows[row]
    if (column > 0 && record && !grid.editing) props.onPreview(record.id)
  })

  return (
    <GridFrame
      scroller={scroller}
      label={typeLabel(type).many}
      rowCount={hasMore ? -1 : rows.length + 1}
      active={grid.active}
      height={virtual.getTotalSize()}
      type={type}
      layout={layout}
      onLayout={onLayout}
      columns={columns}
      width={width}
      rows={rows}
      selection={selection}
    >
      {items.map((item) => {
        const record = rows[item.index]
        if (!record)
          return (
            <div
              key={item.key}
              className={classes.coming}
              role="row"
              aria-label={t('ui.loading')}
              style={{ transform: `translateY(${item.start}px)`, width }}
            >
              <div role="gridcell" className={classes.comingBar} aria-label={t('ui.loading')} />
            </div>
          )
        return (
          <TableRow
            key={item.key}
            type={type}
            record={record}
            index={item.index}
            top={item.start}
            columns={columns}
            width={width}
            activeColumn={grid.active?.row === item.index ? grid.active.column : null}
            editing={grid.editing?.row === item.index ? grid.editing.column : null}
            selected={selection.has(record.id)}
            previewed={previewed === record.id}
            glow={glowing.has(record.id)}
            onSelect={selection.toggle}
            onStopEditing={stopEditing}
          />
        )
      })}
    </GridFrame>
  )
}
