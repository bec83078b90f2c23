import type { BulkChange, BulkEdit, BulkState } from '../../../contract/records/bulk-edit.ts'
import type { Caller } from '../../http/caller.ts'

export interface BulkRow {
  id: string
  record_type: string
  changes: BulkChange[]
  state: BulkState
  stopping: boolean
  caller: Caller
  reached: string | null
  total: number
  changed: number
  already: number
  refused: number
  reverted: number
  kept: number
  error: string | null
  created_by: string | null
  key_id: string | null
  created_at: string
  finished_at: string | null
}

export const isUnderWay = ({ state }: Pick<BulkRow, 'state'>): boolean =>
  state === 'running' || state === 'undoing'

/** It has ended, and has changed something that still stands. */
export const isUndoable = ({ state, changed, reverted, kept }: BulkRow): boolean =>
  (state === 'half-undone' || state === 'done' || state === 'stopped' || state === 'failed') &&
  changed > reverted + kept

/** A bulk edit as the API shows it. */
export const bulkEditOf = (row: BulkRow): BulkEdit => ({
  id: row.id,
  recordType: row.record_type,
  changes: row.changes,
  state: row.state,
  stopping: row.stopping && isUnderWay(row),
  total: row.total,
  changed: row.changed,
  already: row.already,
  refused: row.refused,
  reverted: row.reverted,
  kept: row.kept,
  error: row.error,
  undoable: isUndoable(row),
  createdBy: row.created_by,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
})
