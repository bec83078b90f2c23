import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RecordTypes } from '../../../contract/record-types.ts'
import { isFile } from '../../../contract/records/field.ts'
import { fileRoutes } from '../../../contract/records/file-routes.ts'
import { isImage, largestFile, type FileLimits } from '../../../contract/records/file.ts'
import type { Bind } from '../../http/bind.ts'
import type { Context } from '../../http/context.ts'
import { reach } from '../../http/policy.ts'
import { forbidden, invalidField, notFound, Refusal } from '../../http/problem.ts'
import { typesOf } from '../types.ts'
import { seenBy } from '../visible.ts'
import { deleteUpload } from './commands.ts'
import { fileFor, type KeptFile } from './queries.ts'
import { receiveFile } from './receive.ts'
import { disposition, spanIn } from './rules.ts'
import type { Stores } from './stores.ts'
import { openThumbnail } from './thumbnails.ts'

/** What the field asks for that a file is meant for; without one, what any field may take. */
function limitsFor(
  { caller, database }: Context,
  { recordType, field }: { recordType?: string | undefined; field?: string | undefined },
): FileLimits {
  const types: RecordTypes = typesOf(database)
  const takes = types.all.filter(
    ({ name, fields }) =>
      Object.values(fields).some(isFile) &&
      (reach(caller, name, 'create') !== 'none' || reach(caller, name, 'edit') !== 'none'),
  )
  if (takes.length === 0) throw forbidden('Your role may not add files to anything. Ask an administrator.')
  if (recordType === undefined && field === undefined) return { largest: largestFile }
  const type = takes.find(({ name }) => name === recordType)
  const declared = type && field !== undefined ? seenBy(caller, type).fields[field] : undefined
  if (!declared || !isFile(declared) || declared.readOnly)
    throw invalidField('field', 'There is no such field of files, or your role may not fill it')
  return declared
}

const notModified = (request: FastifyRequest, tag: string): boolean =>
  (request.headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag)

/** Nothing in a file may act as a page of ours. A PDF's reader is a page of the browser's own, which a sandbox would empty. */
const policies = {
  image: "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  pdf: "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  other: "sandbox; default-src 'none'; frame-ancestors 'none'",
}

/** Headers of a file as it is kept. Only images and PDF say what they are: the rest is bytes to be kept, never a page. */
function describe(reply: FastifyReply, file: KeptFile, inline: boolean): void {
  const { name, mediaType } = file
  const kind = isImage(mediaType) ? 'image' : mediaType === 'application/pdf' ? 'pdf' : 'other'
  const shown = inline && kind !== 'other'
  reply
    .type(kind === 'other' ? 'application/octet-stream' : mediaType)
    .header('content-disposition', disposition(shown ? 'inline' : 'attachment', name))
    .header('content-security-policy', policies[kind])
    .header('cross-origin-resource-policy', 'same-origin')
}

/** Whoever has it may keep it, and asks each time whether they still may have it. */
const caching = 'private, no-cache'

export function bindFiles(bind: Bind, stores: Stores): void {
  bind(fileRoutes.upload, ({ query, request, context }) => {
    const { name, ...meant } = query
    const limits = limitsFor(context, meant)
    if (!(request.body instanceof Readable))
      throw invalidField('body', 'Send the file itself, as application/octet-stream')
    return receiveFile(context.database.db, stores, context.caller, { name, body: request.body, limits })
  })

  bind(fileRoutes.content, async ({ params, query, request, context, reply }) => {
    const file = await fileFor(context, params.id)
    const tag = `"${file.sha256.slice(0, 32)}"`
    reply.header('etag', tag).header('cache-control', caching).header('accept-ranges', 'bytes')
    if (notModified(request, tag)) return reply.code(304).send()
    const { 'if-range': only, range } = request.headers
    const span = only === undefined || only === tag ? spanIn(range, file.size) : 'all'
    if (span === null)
      throw new Refusal(
        { status: 416, title: 'No such part', detail: `The file has ${file.size} bytes.` },
        { 'content-range': `bytes */${file.size}` },
      )
    const part = span === 'all' ? null : span
    const content = await stores.of(file.store).open(file.id, part ?? undefined)
    if (!content) throw notFound('file')
    describe(reply, file, query.inline === true)
    reply.header('content-length', part ? part.to - part.from + 1 : file.size)
    if (part) reply.code(206).header('content-range', `bytes ${part.from}-${part.to}/${file.size}`)
    return content
  })

  bind(fileRoutes.thumbnail, async ({ params, query, request, context, reply }) => {
    const file = await fileFor(context, params.id)
    if (!isImage(file.mediaType)) throw notFound('thumbnail')
    const tag = `"${file.sha256.slice(0, 32)}-${query.size}"`
    reply.header('etag', tag).header('cache-control', 'private, max-age=300')
    if (notModified(request, tag)) return reply.code(304).send()
    const content = await openThumbnail(stores, stores.of(file.store), file.id, query.size)
    if (!content) throw notFound('thumbnail')
    reply
      .type('image/webp')
      .header('content-security-policy', policies.image)
      .header('cross-origin-resource-policy', 'same-origin')
    return content
  })

  bind(fileRoutes.remove, ({ params, context }) =>
    deleteUpload(context.database.db, context.caller, params.id),
  )
}
