import { Readable } from 'node:stream'
import { recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { historyRoute } from '../../contract/records/history.ts'
import { recordRoutes } from '../../contract/records/routes.ts'
import { searchRoute } from '../../contract/records/search.ts'
import { undoRoute } from '../../contract/records/undo.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Bind } from '../http/bind.ts'
import { invalidField } from '../http/problem.ts'
import { runBatch, upsertRecord } from './batch.ts'
import { moveToBin } from './bin.ts'
import { exportCsv } from './export.ts'
import { historyOf } from './history.ts'
import { expand, getRecord, listRecords } from './list.ts'
import { search } from './search.ts'
import { summarise } from './summary.ts'
import { undo } from './undo.ts'
import { createRecords, updateRecords, type Written } from './write.ts'

/** The version that an `If-Match` header names: `"7"`; nothing or `*` is any. */
function ifMatch(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"(\d+)"$/.exec(header)?.[1]
  if (!version) throw invalidField('If-Match', 'Send the ETag of the record as you read it, such as "3"')
  return Number(version)
}

function answer(reply: FastifyReply, { records, events }: Written): AnyRecord {
  const record = records[0] as AnyRecord
  reply.header('etag', `"${record.version}"`)
  if (events[0]) reply.header('event', events[0])
  return record
}

function bindType(bind: Bind, type: RecordType): void {
  const routes = recordRoutes(type)
  bind(routes.list, ({ query, context }) => listRecords(context, type, query))
  bind(routes.summary, ({ query, context }) => summarise(context, type, query))
  bind(routes.export, async ({ query, context, reply }) => {
    const pages = await exportCsv(context, type, query)
    reply
      .header('content-disposition', `attachment; filename="${type.plural}.csv"`)
      .type('text/csv; charset=utf-8')
    return Readable.from(pages)
  })
  bind(routes.get, async ({ params, query, context, reply }) => {
    const record = await getRecord(context, type, params.id)
    reply.header('etag', `"${record.version}"`)
    return query.expand
      ? { ...record, expanded: await expand(context, type, [record], query.expand) }
      : record
  })
  bind(routes.create, async ({ body, context, reply }) =>
    answer(reply, await createRecords(context, type, [{ values: body }])),
  )
  bind(routes.update, async ({ params, body, context, request, reply }) =>
    answer(
      reply,
      await updateRecords(context, type, [{ id: params.id, values: body, version: ifMatch(request) }]),
    ),
  )
  bind(routes.upsert, async ({ params, body, context, reply }) => {
    const { record, event, created } = await upsertRecord(context, type, params.field, body)
    if (created) reply.code(201)
    return answer(reply, { records: [record], events: [event] })
  })
  bind(routes.remove, async ({ params, context, reply }) => {
    answer(reply, await moveToBin(context, type, [params.id], true))
  })
  bind(routes.restore, async ({ params, context, reply }) =>
    answer(reply, await moveToBin(context, type, [params.id], false)),
  )
  bind(historyRoute(type), ({ params, query, context }) => historyOf(context, type, params.id, query))
  bind(routes.batch, async ({ body, context }) => ({
    results: await runBatch(context, type, body.operations),
  }))
}

export function bindRecords(bind: Bind): void {
  for (const type of recordTypes) bindType(bind, type)
  bind(searchRoute, async ({ query, context }) => ({
    data: await search(context, query.q, query.limit, query.type),
  }))
  bind(undoRoute, ({ body, context }) => undo(context, body.events))
}
