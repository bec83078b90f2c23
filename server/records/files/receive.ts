import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { largestFile, largestOf, type FileLimits, type FileValue } from '../../../contract/records/file.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import type { Caller } from '../../http/caller.ts'
import { conflict, invalid, Refusal } from '../../http/problem.ts'
import { misfit } from './attach.ts'
import { cleanName } from './rules.ts'
import { mediaTypeOf, sniffed } from './sniff.ts'
import type { Stores } from './stores.ts'

/** So much may one caller have uploaded without giving it to a record. */
const mostWaiting = { files: 500, bytes: 2_147_483_648 } as const

const megabytes = (bytes: number) => `${Math.floor(bytes / 1_048_576)} MB`

const tooLarge = (largest: number) =>
  new Refusal({
    status: 413,
    title: 'Too large',
    detail:
      largest >= 1_048_576
        ? `A file here may have ${megabytes(largest)}. Make it smaller, or link to where it lies.`
        : `A file here may have ${largest} bytes.`,
  })

async function refuseHoarding(db: Db, { userId, keyId }: Caller): Promise<void> {
  const { rows } = await sql<{ full: boolean }>`
    select count(*) >= ${mostWaiting.files} or coalesce(sum(bytes), 0) >= ${mostWaiting.bytes} as full from files
    where record_id is null and uploaded_by is not distinct from ${userId}::uuid
      and uploaded_with is not distinct from ${keyId}::uuid`.execute(db)
  if (rows[0]?.full)
    throw conflict(
      'Too many of your files wait for a record. Save the records that they are for, or try again tomorrow.',
    )
}

interface Sent {
  name: string
  body: Readable
  limits: FileLimits
}

/** Keeps a file that is sent in until somebody gives it to a record; what it is, its content says. */
export async function receiveFile(
  db: Db,
  stores: Stores,
  caller: Caller,
  { name: given, body, limits }: Sent,
): Promise<FileValue> {
  await refuseHoarding(db, caller)
  const id = newId()
  const path = join(stores.incoming, id)
  await mkdir(stores.incoming, { recursive: true, mode: 0o700 })
  const largest = Math.min(largestOf(limits), largestFile)
  const hash = createHash('sha256')
  const beginning: Buffer[] = []
  let size = 0
  async function* measured(): AsyncGenerator<Buffer> {
    // A body that is destroyed takes the connection along, and nobody would hear what was wrong.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size < sniffed) beginning.push(chunk)
      size += chunk.length
      if (size > largest) throw tooLarge(largest)
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(measured(), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    const name = cleanName(given)
    const file = {
      id,
      name,
      size,
      mediaType: mediaTypeOf(Buffer.concat(beginning).subarray(0, sniffed), name),
    }
    const wrong = size === 0 ? 'The file is empty' : misfit(file, limits)
    if (wrong) throw invalid([{ path: 'body', message: wrong }], `${wrong}.`)
    // The row first: a process that dies here leaves one that is swept, and never content that nobody knows of.
    await sql`insert into files (id, name, media_type, bytes, sha256, store, uploaded_by, uploaded_with)
      values (${id}, ${name}, ${file.mediaType}, ${size}, ${hash.digest()}, ${stores.name}, ${caller.userId}, ${caller.keyId})`.execute(
      db,
    )
    await stores
      .of(stores.name)
      .keep(id, path)
      .catch(async (error: unknown) => {
        await sql`delete from files where id = ${id}`.execute(db)
        throw error
      })
    return file
  } catch (error) {
    await rm(path, { force: true })
    body.resume()
    throw error
  }
}
