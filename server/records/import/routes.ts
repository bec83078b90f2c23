import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { importTargets } from '../../../contract/import-targets.ts'
import type { Pass } from '../../../contract/records/import.ts'
import { importMappingSchema, type ImportMapping } from '../../../contract/records/import-mapping.ts'
import { importRoutes, type ImportDetail } from '../../../contract/records/import-routes.ts'
import type { Bind } from '../../http/bind.ts'
import { atomically, type Context } from '../../http/context.ts'
import { changedMeanwhile, conflict, fieldErrors, invalid, invalidField } from '../../http/problem.ts'
import { ifMatch } from '../routes.ts'
import { typesOf } from '../types.ts'
import { inspectFile } from './inspect.ts'
import { queueImport } from './jobs.ts'
import { authoriseImport, authoriseUndo } from './policy.ts'
import { createImport, planPasses, receiveFile, saveDraft, savePasses } from './prepare.ts'
import {
  deleteMapping,
  detailOf,
  getImport,
  importOf,
  listImports,
  listKept,
  listMappings,
  listRefusals,
  lockImport,
  ownFiles,
  saveMapping,
} from './queries.ts'
import { refusedRows } from './refused-rows.ts'
import { UnreadableFile } from './rows.ts'
import { isEditable, isUndoable, loadUpload, markQueued, type ImportRow, type Upload } from './store.ts'
import { beginUndo, previewUndo } from './undo.ts'

export function bindImports(bind: Bind, server: FastifyInstance, dataFolder: string): void {
  server.addContentTypeParser(['application/octet-stream', 'text/csv'], (_request, payload, done) =>
    done(null, payload),
  )
  const shown = (context: Context, id: string) =>
    detailOf(context.database.db, context.caller, id, context.now)
  async function passesOf(context: Context, draft: ImportMapping, files: readonly string[]): Promise<Pass[]> {
    const { db } = context.database
    const parsed = z.object({ mapping: importMappingSchema }).safeParse({ mapping: draft })
    if (!parsed.success) throw invalid(fieldErrors(parsed.error))
    const uploads: Upload[] = []
    for (const id of files) uploads.push(await loadUpload(db, dataFolder, id))
    return planPasses(
      parsed.data.mapping,
      uploads,
      context.organisation,
      importTargets(typesOf(context.database)),
    )
  }

  /** Queues the work; what is still a draft has to be whole by now. */
  async function queue(
    context: Context,
    id: string,
    mode: 'check' | 'run',
    from: readonly ImportRow['state'][],
  ): Promise<void> {
    await atomically(context, async (inner) => {
      const { db } = inner.database
      const row = await lockImport(db, context.caller, id)
      authoriseImport(context.caller, row.mapping, importTargets(typesOf(context.database)))
      if (!from.includes(row.state))
        throw conflict(
          `This import is ${row.state}. ${row.state === 'done' ? 'Make a new one to import again.' : 'Wait for it, or cancel it.'}`,
        )
      if (isEditable(row)) await savePasses(db, id, await passesOf(inner, row.mapping, row.files))
      await markQueued(db, id, mode)
      await queueImport(db, id, mode)
      inner.database.notify('imports', id)
    })
  }

  bind(importRoutes.upload, async ({ query, request, context }) => {
    if (!(request.body instanceof Readable))
      throw invalidField('body', 'Send the file itself, as application/octet-stream')
    return receiveFile(context.database.db, dataFolder, query.name, request.body, context.caller.userId)
  })
  bind(importRoutes.inspect, async ({ params, body, context }) => {
    await ownFiles(context.database.db, context.caller, [params.id])
    const upload = await loadUpload(context.database.db, dataFolder, params.id)
    try {
      return await inspectFile(
        upload,
        body.dialect,
        body.recordType,
        importTargets(typesOf(context.database)),
      )
    } catch (error) {
      throw error instanceof UnreadableFile ? invalidField('dialect', error.message) : error
    }
  })

  bind(importRoutes.mappings, async ({ context }) => ({ data: await listMappings(context.database.db) }))
  bind(importRoutes.saveMapping, async ({ body, context }) => {
    authoriseImport(context.caller, body, importTargets(typesOf(context.database)))
    return saveMapping(context.database.db, body, context.caller.userId)
  })
  bind(importRoutes.deleteMapping, async ({ params, context }) => {
    const saved = (await listMappings(context.database.db)).find((one) => one.id === params.id)
    if (saved) authoriseImport(context.caller, saved.mapping, importTargets(typesOf(context.database)))
    await deleteMapping(context.database.db, params.id)
  })

  bind(importRoutes.create, async ({ body, context }) => {
    const { db } = context.database
    const mapping = body.mapping as ImportMapping
    authoriseImport(context.caller, mapping, importTargets(typesOf(context.database)))
    await ownFiles(db, context.caller, body.files)
    const passes = body.draft ? [] : await passesOf(context, mapping, body.files)
    const id = await createImport(db, { mapping, files: body.files, passes }, context.caller.userId)
    context.database.notify('imports', id)
    return shown(context, id)
  })
  bind(importRoutes.list, async ({ query, context }) => {
    const { rows, next } = await listImports(context.database.db, context.caller, query.limit, query.after)
    return { data: rows.map((row) => importOf(row, context.now)), next }
  })
  bind(importRoutes.get, async ({ params, context, reply }) => tagged(reply, await shown(context, params.id)))
  bind(importRoutes.update, async ({ params, body, context, request, reply }) => {
    const mapping = body.mapping as ImportMapping
    authoriseImport(context.caller, mapping, importTargets(typesOf(context.database)))
    await ownFiles(context.database.db, context.caller, body.files)
    const version = ifMatch(request)
    await atomically(context, async (inner) => {
      const before = await lockImport(inner.database.db, context.caller, params.id)
      if (version !== undefined && version !== before.version)
        throw changedMeanwhile(await shown(inner, params.id))
      if (!isEditable(before)) throw conflict('This import has begun. Make a new one to change what it does.')
      await saveDraft(inner.database.db, params.id, mapping, body.files)
      inner.database.notify('imports', params.id)
    })
    return tagged(reply, await shown(context, params.id))
  })
  bind(importRoutes.delete, async ({ params, context }) => {
    await atomically(context, async ({ database }) => {
      if (!isEditable(await lockImport(database.db, context.caller, params.id)))
        throw conflict('This import has begun, so it stays on record. Undo it, if it is to be as before.')
      await sql`delete from imports where id = ${params.id}`.execute(database.db)
      database.notify('imports', params.id)
    })
  })
  bind(importRoutes.check, async ({ params, context }) => {
    await queue(context, params.id, 'check', ['draft', 'checked', 'failed'])
    return shown(context, params.id)
  })
  bind(importRoutes.start, async ({ params, context }) => {
    await queue(context, params.id, 'run', ['draft', 'checked', 'failed', 'cancelled'])
    return shown(context, params.id)
  })
  bind(importRoutes.cancel, async ({ params, context }) => {
    await getImport(context.database.db, context.caller, params.id)
    await sql`update imports set cancelling = true where id = ${params.id} and state in ('checking', 'running', 'undoing')`.execute(
      context.database.db,
    )
    return shown(context, params.id)
  })

  bind(importRoutes.previewUndo, async ({ params, context }) => {
    await getImport(context.database.db, context.caller, params.id)
    return previewUndo(context.database.lists, params.id)
  })
  bind(importRoutes.undo, async ({ params, context }) => {
    const { types } = await previewUndo(context.database.lists, params.id)
    await atomically(context, async ({ database }) => {
      const row = await lockImport(database.db, context.caller, params.id)
      authoriseUndo(
        context.caller,
        types.map(({ recordType }) => recordType),
      )
      if (!isUndoable(row))
        throw conflict(
          `This import is ${row.state}; only one that has ended and has written something is undone.`,
        )
      await beginUndo(database.db, params.id, context.caller.userId)
      await queueImport(database.db, params.id, 'undo')
      database.notify('imports', params.id)
    })
    return shown(context, params.id)
  })
  bind(importRoutes.kept, async ({ params, query, context }) => {
    await getImport(context.database.db, context.caller, params.id)
    return listKept(context.database, params.id, query.limit, query.after)
  })

  bind(importRoutes.refusals, async ({ params, query, context }) => {
    const row = await getImport(context.database.db, context.caller, params.id)
    return listRefusals(context.database.db, row, query.limit, query.after)
  })
  bind(importRoutes.refusedRows, async ({ params, query, context, reply }) => {
    const row = await getImport(context.database.db, context.caller, params.id)
    const name = (row.passes[query.pass]?.name ?? 'rows').replace(/[^\w.-]+/g, '_')
    reply
      .header('content-disposition', `attachment; filename="refused-${name}"`)
      .type('text/csv; charset=utf-8')
    return Readable.from(refusedRows(context.database.db, dataFolder, row, query.pass))
  })
}

const tagged = (reply: FastifyReply, detail: ImportDetail): ImportDetail => {
  reply.header('etag', `"${detail.version}"`)
  return detail
}
