import { useCallback, useState } from 'react'
import { isFile } from '../../contract/records/field.ts'
import { fieldOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import type { Selection } from './selection.ts'
import type { Placed } from './placed.ts'
import { titleField } from './view.ts'

interface Cell {
  row: number
  column: number
}

interface GridOptions {
  type: RecordType
  rows: readonly AnyRecord[]
  columns: readonly Placed[]
  selection: Selection
  previewed: string | undefined
  onPreview: (id: string | null) => void
  onOpen: (id: string) => void
  scrollTo: (index: number) => void
}

/** The cell that the keys act on, and what they do. */
export function useGridKeys({
  type,
  rows,
  columns,
  selection,
  previewed,
  onPreview,
  onOpen,
  scrollTo,
}: GridOptions) {
  const [active, setActive] = useState<Cell | null>(null)
  const [editing, setEditing] = useState<Cell | null>(null)
  const may = useMay(type.name)

  const canEdit = useCallback(
    ({ row, column }: Cell) => {
      const record = rows[row]
      const name = columns[column]?.field
      const field = fieldOf(type, name === 'title' ? (titleField(type) ?? '') : (name ?? ''))
      return (
        record !== undefined &&
        field !== undefined &&
        // Files come to a record on its page, or in the panel beside the list.
        !isFile(field) &&
        !field.readOnly &&
        !record.deletedAt &&
        may('edit', record)
      )
    },
    [rows, columns, type, may],
  )
  const activate = useCallback((row: number, column: number) => setActive({ row, column }), [])
  const edit = useCallback(
    (row: number, column: number) => {
      setActive({ row, column })
      if (canEdit({ row, column })) setEditing({ row, column })
    },
    [canEdit],
  )
  const stopEditing = useCallback(
    (move: -1 | 0 | 1) => {
      setEditing(null)
      if (!active || move === 0) {
        document.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true })
        return
      }
      for (let column = active.column + move; column >= 0 && column < columns.length; column += move)
        if (canEdit({ row: active.row, column })) {
          setActive({ row: active.row, column })
          setEditing({ row: active.row, column })
          return
        }
      document.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true })
    },
    [active, columns.length, canEdit],
  )

  const go = (rowStep: number, columnStep = 0) => {
    if (rows.length === 0) return
    const row = active ? Math.min(rows.length - 1, Math.max(0, active.row + rowStep)) : 0
    const column = active ? Math.min(columns.length - 1, Math.max(0, active.column + columnStep)) : 0
    setActive({ row, column })
    scrollTo(row)
    const record = rows[row]
    if (previewed && record) onPreview(record.id)
  }
  const onRow = (run: (record: AnyRecord, cell: Cell) => void) => () => {
    const record = active && rows[active.row]
    if (record) run(record, active)
  }

  useShortcuts([
    { keys: 'j', label: t('keys.down'), run: () => go(1) },
    { keys: 'k', label: t('keys.up'), run: () => go(-1) },
    { keys: 'arrowdown', label: t('keys.down'), run: () => go(1) },
    { keys: 'arrowup', label: t('keys.up'), run: () => go(-1) },
    { keys: 'arrowright', label: t('keys.right'), run: () => go(0, 1) },
    { keys: 'arrowleft', label: t('keys.left'), run: () => go(0, -1) },
    { keys: 'pagedown', label: t('keys.pageDown'), run: () => go(20) },
    { keys: 'pageup', label: t('keys.pageUp'), run: () => go(-20) },
    {
      keys: 'enter',
      label: t('keys.preview'),
      run: onRow((record) => onPreview(previewed === record.id ? null : record.id)),
    },
    { keys: 'o', label: t('keys.open'), run: onRow((record) => onOpen(record.id)) },
    {
      keys: 'x',
      label: t('keys.select'),
      run: onRow((record, cell) => selection.toggle(record.id, cell.row, false)),
    },
    {
      keys: 'e',
      label: t('keys.edit'),
      run: onRow((_, cell) => {
        if (canEdit(cell)) return setEditing(cell)
        // On a cell that cannot be written, the first of its row that can.
        const column = columns.findIndex((_column, at) => canEdit({ row: cell.row, column: at }))
        if (column >= 0) edit(cell.row, column)
      }),
    },
    {
      keys: 'escape',
      label: t('keys.leave'),
      run: () => {
        if (previewed) onPreview(null)
        else selection.clear()
      },
    },
  ])

  return { active, editing, activate, edit, stopEditing }
}
