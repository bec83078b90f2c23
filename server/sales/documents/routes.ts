import type { FastifyReply } from 'fastify'
import type { Db } from '../../db/database.ts'
import { disposition } from '../../records/files/rules.ts'
import type { Stores } from '../../records/files/stores.ts'
import { fileOf, type Kept } from './queries.ts'

/** Answers with what was sent or issued, to be looked at or kept. */
export async function sendPdf(reply: FastifyReply, db: Db, stores: Stores, kept: Kept): Promise<Buffer> {
  const { name, content } = await fileOf(db, stores, kept)
  reply
    .type('application/pdf')
    .header('content-disposition', disposition('inline', name))
    .header('cache-control', 'private, no-cache')
  return content
}
