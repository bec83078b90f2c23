import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'

export interface Selection {
  ids: ReadonlySet<string>
  has: (id: string) => boolean
  /** With `range`, everything from the last one chosen to this one. */
  toggle: (id: string, index: number, range: boolean) => void
  setAll: (ids: readonly string[]) => void
  /** Everything the list shows is chosen, loaded or not. */
  whole: boolean
  chooseWhole: () => void
  clear: () => void
}

export function useSelection(rows: readonly AnyRecord[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set())
  const [whole, setWhole] = useState(false)
  const anchor = useRef(0)
  const latest = useRef(rows)
  useEffect(() => {
    latest.current = rows
  })
  const toggle = useCallback((id: string, index: number, range: boolean) => {
    const from = anchor.current
    anchor.current = index
    setWhole(false)
    setIds((before) => {
      const after = new Set(before)
      if (range) {
        const [low, high] = [Math.min(from, index), Math.max(from, index)]
        for (const row of latest.current.slice(low, high + 1)) after.add(row.id)
      } else if (!after.delete(id)) after.add(id)
      return after
    })
  }, [])
  const setAll = useCallback((all: readonly string[]) => {
    setWhole(false)
    setIds(new Set(all))
  }, [])
  const chooseWhole = useCallback(() => setWhole(true), [])
  const clear = useCallback(() => setAll([]), [setAll])
  return useMemo(
    () => ({ ids, has: (id: string) => ids.has(id), toggle, setAll, whole, chooseWhole, clear }),
    [ids, toggle, setAll, whole, chooseWhole, clear],
  )
}
