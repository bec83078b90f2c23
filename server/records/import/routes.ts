import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import { transaction } from '../../db/transaction.ts'
import type { Bind } from '../../http/bind.ts'
import type { Context } from '../../http/context.ts'
import { conflict, invalidField } from '../../http/problem.ts'
import { inspectFile } from './inspect.ts'
import { queueImport } from './jobs.ts'
import { authoriseImport } from './policy.ts'
import { createImport, planPasses, receiveFile } from './prepare.ts'
import {
  deleteMapping,
  getImport,
  importOf,
  listImports,
  listMappings,
  listRefusals,
  ownFiles,
  saveMapping,
} from './queries.ts'
import { refusedRows } from './refused-rows.ts'
import { UnreadableFile } from './rows.ts'
import { loadUpload, type ImportRow } from './store.ts'

export function bindImports(bind: Bind, server: FastifyInstance, dataFolder: string): void {
  server.addContentTypeParser(['application/octet-stream', 'text/csv'], (_request, payload, done) =>
    done(null, payload),
  )
  const shown = async (context: Context, id: string) =>
    importOf(await getImport(context.database.db, context.caller, id), context.now)

  bind(importRoutes.upload, async ({ query, request, context }) => {
    if (!(request.body instanceof Readable))
      throw invalidField('body', 'Send the file itself, as application/octet-stream')
    return receiveFile(context.database.db, dataFolder, query.name, request.body, context.caller.userId)
  })
  bind(importRoutes.inspect, async ({ params, body, context }) => {
    await ownFiles(context.database.db, context.caller, [params.id])
    const upload = await loadUpload(context.database.db, dataFolder, params.id)
    try {
      return await inspectFile(upload, body.dialect, body.recordType)
    } catch (error) {
      throw error instanceof UnreadableFile ? invalidField('dialect', error.message) : error
    }
  })

  bind(importRoutes.mappings, async ({ context }) => ({ data: await listMappings(context.database.db) }))
  bind(importRoutes.saveMapping, async ({ body, context }) => {
    authoriseImport(context.caller, body)
    return saveMapping(context.database.db, body, context.caller.userId)
  })
  bind(importRoutes.deleteMapping, async ({ params, context }) => {
    const saved = (await listMappings(context.database.db)).find((one) => one.id === params.id)
    if (saved) authoriseImport(context.caller, saved.mapping)
    await deleteMapping(context.database.db, params.id)
  })

  bind(importRoutes.create, async ({ body, context }) => {
    const { db } = context.database
    authoriseImport(context.caller, body.mapping)
    await ownFiles(db, context.caller, body.files)
    const uploads = await Promise.all(body.files.map((id) => loadUpload(db, dataFolder, id)))
    const passes = await planPasses(body.mapping, uploads, context.organisation)
    return shown(context, await createImport(db, body.mapping, passes, context.caller.userId))
  })
  bind(importRoutes.list, async ({ query, context }) => {
    const { rows, next } = await listImports(context.database.db, context.caller, query.limit, query.after)
    return { data: rows.map((row) => importOf(row, context.now)), next }
  })
  bind(importRoutes.get, ({ params, context }) => shown(context, params.id))
  bind(importRoutes.check, async ({ params, context }) => {
    await queue(context, params.id, 'checking', ['draft', 'checked', 'failed'])
    return shown(context, params.id)
  })
  bind(importRoutes.start, async ({ params, context }) => {
    await queue(context, params.id, 'running', ['draft', 'checked', 'failed', 'cancelled'])
    return shown(context, params.id)
  })
  bind(importRoutes.cancel, async ({ params, context }) => {
    await getImport(context.database.db, context.caller, params.id)
    await sql`update imports set cancelling = true where id = ${params.id} and state in ('checking', 'running')`.execute(
      context.database.db,
    )
    return shown(context, params.id)
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

/** Notes that the work is wanted and queues it, both or neither. */
async function queue(
  context: Context,
  id: string,
  state: 'checking' | 'running',
  from: readonly ImportRow['state'][],
): Promise<void> {
  await transaction(context.database.db, async (tx) => {
    const row = await getImport(tx, context.caller, id)
    authoriseImport(context.caller, row.mapping)
    if (!from.includes(row.state))
      throw conflict(
        `This import is ${row.state}. ${row.state === 'done' ? 'Make a new one to import again.' : 'Wait for it, or cancel it.'}`,
      )
    await queueImport(tx, id, state === 'checking' ? 'check' : 'run')
  })
}
