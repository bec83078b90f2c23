import { Readable } from 'node:stream'
import { recordTypes, type RecordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { describeRoute } from '../../contract/records/describe.ts'
import { binRoutes } from '../../contract/records/bin.ts'
import { groupsRoute } from '../../contract/records/groups.ts'
import { historyRoute } from '../../contract/records/history.ts'
import { compareRoute, mergeRoutes } from '../../contract/records/merge.ts'
import { recordRoutes, type RecordRoutes } from '../../contract/records/routes.ts'
import { searchRoute } from '../../contract/records/search.ts'
import { undoRoute } from '../../contract/records/undo.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Bind } from '../http/bind.ts'
import type { Context } from '../http/context.ts'
import { invalidField } from '../http/problem.ts'
import { runBatch, upsertRecord } from './batch.ts'
import { moveToBin } from './bin.ts'
import { listBin, restoreAll } from './binned.ts'
import { compareRecords } from './compare.ts'
import { describeTypes } from './describe.ts'
import { purge } from './purge.ts'
import { csvOf, openExport } from './export.ts'
import { groupRecords } from './groups.ts'
import { historyOf } from './history.ts'
import { expand, getRecord, listRecords } from './list.ts'
import { search } from './search.ts'
import { summarise } from './summary.ts'
import { mergeRecords } from './merge.ts'
import { listMerges, unmergeRecords } from './unmerge.ts'
import { typeIn } from './types.ts'
import { undo } from './undo.ts'
import { createRecords, updateRecords, type Written } from './write.ts'
import { xlsxOf, xlsxType } from './xlsx.ts'

/** The version that an `If-Match` header names: `"7"`; nothing or `*` is any. */
export function ifMatch(request: FastifyRequest): number | undefined {
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

const routesByType = new WeakMap<RecordType, RecordRoutes>()

/** The routes of a type, made once for each way that its own fields have been. */
function routesOf(type: RecordType): RecordRoutes {
  let known = routesByType.get(type)
  if (!known) routesByType.set(type, (known = recordRoutes(type)))
  return known
}

const mergingByType = new WeakMap<RecordType, ReturnType<typeof mergeRoutes>>()

function mergeRoutesOf(type: RecordType): ReturnType<typeof mergeRoutes> {
  let known = mergingByType.get(type)
  if (!known) mergingByType.set(type, (known = mergeRoutes(type)))
  return known
}

function bindType(bind: Bind, declared: RecordType): void {
  const { name, plural } = declared
  const route =
    <K extends keyof RecordRoutes>(key: K) =>
    (types: RecordTypes): RecordRoutes[K] =>
      routesOf(types.of(name))[key]
  const typeOf = ({ database }: Context): RecordType => typeIn(database, name)
  bind(route('list'), ({ query, context }) => listRecords(context, typeOf(context), query))
  bind(route('summary'), ({ query, context }) => summarise(context, typeOf(context), query))
  bind(groupsRoute(declared), ({ query, context }) => groupRecords(context, typeOf(context), query))
  bind(route('export'), async ({ query, context, reply }) => {
    const list = await openExport(context, typeOf(context), query)
    const xlsx = query.format === 'xlsx'
    reply
      .header('content-disposition', `attachment; filename="${plural}.${query.format}"`)
      .type(xlsx ? xlsxType : 'text/csv; charset=utf-8')
    return Readable.from(xlsx ? xlsxOf(list, context.organisation.timeZone) : csvOf(list))
  })
  bind(route('get'), async ({ params, query, context, reply }) => {
    const record = await getRecord(context, typeOf(context), params.id)
    reply.header('etag', `"${record.version}"`)
    return query.expand
      ? { ...record, expanded: await expand(context, typeOf(context), [record], query.expand) }
      : record
  })
  bind(historyRoute(declared), ({ params, query, context }) =>
    historyOf(context, typeOf(context), params.id, query),
  )
  if (!declared.issued) bindWriting(bind, declared, route, typeOf)
}

type RouteOf = <K extends keyof RecordRoutes>(key: K) => (types: RecordTypes) => RecordRoutes[K]

/** What is typed: of what verbs alone make there is nothing to write. */
function bindWriting(
  bind: Bind,
  declared: RecordType,
  route: RouteOf,
  typeOf: (context: Context) => RecordType,
): void {
  bind(route('create'), async ({ body, context, reply }) =>
    answer(reply, await createRecords(context, typeOf(context), [{ values: body }])),
  )
  bind(route('update'), async ({ params, body, context, request, reply }) =>
    answer(
      reply,
      await updateRecords(context, typeOf(context), [
        { id: params.id, values: body, version: ifMatch(request) },
      ]),
    ),
  )
  bind(route('upsert'), async ({ params, body, context, reply }) => {
    const { record, event, created } = await upsertRecord(context, typeOf(context), params.field, body)
    if (created) reply.code(201)
    return answer(reply, { records: [record], events: [event] })
  })
  bind(route('remove'), async ({ params, context, reply }) => {
    answer(reply, await moveToBin(context, typeOf(context), [params.id], true))
  })
  bind(route('restore'), async ({ params, context, reply }) =>
    answer(reply, await moveToBin(context, typeOf(context), [params.id], false)),
  )
  bind(compareRoute(declared), ({ query, context }) =>
    compareRecords(context, typeOf(context), query.ids, query.primary),
  )
  if (declared.mergeable) bindMerging(bind, declared)
  bind(route('batch'), async ({ body, context }) => ({
    results: await runBatch(context, typeOf(context), body.operations),
  }))
}

function bindMerging(bind: Bind, declared: RecordType): void {
  const { name } = declared
  const routes = mergeRoutes(declared)
  const typeOf = ({ database }: Context): RecordType => typeIn(database, name)
  bind(
    (types) => mergeRoutesOf(types.of(name)).merge,
    async ({ params, body, context, reply }) => {
      const written = await mergeRecords(context, typeOf(context), params.id, body)
      // Of several merges the last event stands for the whole: that is the one to take back first.
      return answer(reply, { ...written, events: written.events.slice(-1) })
    },
  )
  bind(routes.merges, ({ params, context }) => listMerges(context, typeOf(context), params.id))
  bind(
    (types) => mergeRoutesOf(types.of(name)).unmerge,
    async ({ params, context, reply }) => {
      const { event, ...both } = await unmergeRecords(context, typeOf(context), params.merge)
      reply.header('event', event)
      return both
    },
  )
}

export function bindRecords(bind: Bind): void {
  for (const type of recordTypes) bindType(bind, type)
  bind(describeRoute, async ({ query, context }) => ({ data: describeTypes(context, query.type) }))
  bind(searchRoute, async ({ query, context }) => ({
    data: await search(context, query.q, query.limit, query.type),
  }))
  bind(binRoutes.list, ({ query, context }) => listBin(context, query))
  bind(binRoutes.restore, ({ body, context }) => restoreAll(context, body.records))
  bind(binRoutes.purge, ({ body, context }) => purge(context, body.records))
  bind(undoRoute, ({ body, context }) => undo(context, body.events))
}
