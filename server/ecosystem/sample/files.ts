import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { FileValue } from '../../../contract/records/file.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import type { Stores } from '../../records/files/stores.ts'
import { drawLogo, drawPage, drawPerson } from './drawings.ts'
import type { Write } from './story.ts'

interface Drawing {
  field: string
  name: string
  mediaType: string
  content: Buffer
}

const nameOf = ({ values }: Write) =>
  [values.firstName, values.lastName, values.name].filter(Boolean).join(' ')
/** One in so many has a picture, as with any company that has begun to add them. */
const oneIn = { company: 4, person: 8 } as const
const firstOnes = new Set(['Velo Porto', 'Ana Duarte', 'Rui Figueiredo'])

const has = (write: Write, index: number, every: number) =>
  firstOnes.has(nameOf(write)) || index % every === 0

async function drawingsOf(write: Write, index: number): Promise<Drawing[]> {
  const name = nameOf(write)
  if (write.type === 'company' && has(write, index, oneIn.company))
    return [{ field: 'logo', name: 'logo.png', mediaType: 'image/png', content: await drawLogo(name) }]
  if (write.type === 'person' && has(write, index, oneIn.person))
    return [{ field: 'photo', name: `${name}.png`, mediaType: 'image/png', content: await drawPerson(name) }]
  if (write.type === 'deal' && name === '40 e-bikes, Porto')
    return [
      {
        field: 'files',
        name: 'Quote 40 e-bikes.pdf',
        mediaType: 'application/pdf',
        content: drawPage('Quote: 40 e-bikes for Velo Porto', [
          '40 Courier C1, cargo frame, two batteries each',
          'Training for six mechanics, spare batteries on site',
          'A mechanic within two days, for two years',
          'Valid for thirty days',
        ]),
      },
    ]
  return []
}

/** Draws what some records of a batch have, keeps it as uploaded by who makes them, and gives it to them. */
export async function bringFiles(db: Db, stores: Stores, batch: readonly Write[]): Promise<void> {
  for (const [index, write] of batch.entries()) {
    if (write.is !== 'new') continue
    for (const { field, name, mediaType, content } of await drawingsOf(write, index)) {
      const file: FileValue = { id: newId(), name, size: content.length, mediaType }
      await sql`insert into files (id, name, media_type, bytes, sha256, store, uploaded_by, created_at)
        values (${file.id}, ${name}, ${mediaType}, ${content.length}, ${createHash('sha256').update(content).digest()},
          ${stores.name}, ${write.by}, ${write.at})`.execute(db)
      const path = join(stores.incoming, file.id)
      await mkdir(stores.incoming, { recursive: true, mode: 0o700 })
      await writeFile(path, content, { mode: 0o600 })
      await stores.of(stores.name).keep(file.id, path)
      write.values[field] = field === 'files' ? [file] : file
    }
  }
}
