import { z } from 'zod'

/** How far an import is undone. */
export const undoSchema = z.object({
  /** What the import did, in events of the ledger, and how many of them are taken back; null until counted. */
  total: z.number().int().nullable(),
  done: z.number().int(),
  /** Records that are in the bin now. */
  binned: z.number().int(),
  /** Records that have their former values again. */
  reverted: z.number().int(),
  /** Records that stay as they are, whole or in some fields: changed or used since. */
  kept: z.number().int(),
})
export type Undo = z.infer<typeof undoSchema>

/** What undoing an import would do. */
export const undoPreviewSchema = z.object({
  types: z.array(
    z.object({
      recordType: z.string(),
      /** Records that it made, which go to the bin. */
      created: z.number().int(),
      /** Records that were there before, whose fields get their former values. */
      changed: z.number().int(),
    }),
  ),
  /** How many of all these were changed since: they stay as they are. */
  touched: z.number().int(),
})
export type UndoPreview = z.infer<typeof undoPreviewSchema>

/** A record that undoing left as it is. */
export const keptSchema = z.object({
  recordType: z.string(),
  id: z.string(),
  /** Null where it is gone. */
  title: z.string().nullable(),
  /** Labels of the fields that stay; none when it is the record itself. */
  fields: z.array(z.string()),
  reason: z.string(),
})
export type Kept = z.infer<typeof keptSchema>
