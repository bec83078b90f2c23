import { recordTypes } from '../../../contract/record-types.ts'
import { bulkRoutes, bulkTypeRoutes } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Bind } from '../../http/bind.ts'
import { typeIn } from '../types.ts'
import { previewBulkEdit, startBulkEdit, stopBulkEdit, undoBulkEdit } from './commands.ts'
import { getBulkEdit, listBulkEdits, listStayed } from './queries.ts'
import { bulkEditOf } from './tables.ts'

export function bindBulkEdits(bind: Bind): void {
  for (const declared of recordTypes as readonly RecordType[]) {
    if (declared.issued) continue
    const routes = bulkTypeRoutes(declared)
    bind(routes.preview, ({ body, context }) =>
      previewBulkEdit(context, typeIn(context.database, declared.name), body),
    )
    bind(routes.start, async ({ body, context }) =>
      bulkEditOf(await startBulkEdit(context, typeIn(context.database, declared.name), body)),
    )
  }
  bind(bulkRoutes.list, async ({ query, context }) => {
    const { rows, next } = await listBulkEdits(context.database.db, context.caller, query.limit, query.after)
    return { data: rows.map(bulkEditOf), next }
  })
  bind(bulkRoutes.get, async ({ params, context }) =>
    bulkEditOf(await getBulkEdit(context.database.db, context.caller, params.id)),
  )
  bind(bulkRoutes.stop, async ({ params, context }) => bulkEditOf(await stopBulkEdit(context, params.id)))
  bind(bulkRoutes.undo, async ({ params, context }) => bulkEditOf(await undoBulkEdit(context, params.id)))
  bind(bulkRoutes.stayed, async ({ params, query, context }) =>
    listStayed(
      context,
      await getBulkEdit(context.database.db, context.caller, params.id),
      query.outcome,
      query.limit,
      query.after,
    ),
  )
}
