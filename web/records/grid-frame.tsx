import type { ComponentProps, ReactNode, RefObject } from 'react'
import { HeadRow } from './table-head.tsx'
import classes from './table.module.css'

interface GridFrameProps extends ComponentProps<typeof HeadRow> {
  scroller: RefObject<HTMLDivElement | null>
  label: string
  /** -1 where nobody knows yet. */
  rowCount?: number
  active: { row: number; column: number } | null
  height: number
  children: ReactNode
}

/** What scrolls: the heads, and below them as many lines as are in sight. */
export function GridFrame({ scroller, label, rowCount, active, height, children, ...head }: GridFrameProps) {
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount}
      aria-colcount={head.columns.length + 1}
      aria-multiselectable
      aria-activedescendant={active ? `cell-${active.row}-${active.column}` : undefined}
      tabIndex={0}
    >
      <div style={{ height, width: head.width, minWidth: '100%', position: 'relative' }} role="rowgroup">
        <HeadRow {...head} />
        {children}
      </div>
    </div>
  )
}
