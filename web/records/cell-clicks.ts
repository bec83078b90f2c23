import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'

type OnCell = (row: number, column: number, times: number) => void

/** Clicks on a grid's cells, heard once for all of them; what a cell holds, such as a link or an editor, keeps its own. */
export function useCellClicks(grid: RefObject<HTMLElement | null>, onCell: OnCell) {
  const latest = useRef(onCell)
  useEffect(() => {
    latest.current = onCell
  })
  useEffect(() => {
    const element = grid.current
    const onClick = (event: MouseEvent) => {
      const target = event.target as Element
      if (target.closest('a, button, input, [role=presentation]')) return
      const [, row, column] = /^cell-(\d+)-(\d+)$/.exec(target.closest('[role=gridcell]')?.id ?? '') ?? []
      if (row && column) latest.current(Number(row), Number(column), event.detail)
    }
    element?.addEventListener('click', onClick)
    return () => element?.removeEventListener('click', onClick)
  }, [grid])
}
