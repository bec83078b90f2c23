import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { backupRoutes } from '../../contract/keeping/backups.ts'
import { statusRoutes } from '../../contract/keeping/status.ts'
import { privacyRoutes } from '../../contract/keeping/privacy.ts'
import type { Bind } from '../http/bind.ts'
import { conflict, invalidField, notFound } from '../http/problem.ts'
import { record } from '../ledger/record.ts'
import {
  askForBackup,
  fileOf,
  getBackup,
  listBackups,
  readSchedule,
  removeBackup,
  setSchedule,
  type BackupPlace,
} from './backups.ts'
import { erasePerson } from './erase.ts'
import { keepErasures } from './erasures.ts'
import type { Stores } from '../records/files/stores.ts'
import { personalDataOf, personalDataText } from './export.ts'
import { statusOf, type StatusPlace } from './status.ts'

const plain = (name: string) => name.trim().replaceAll(/\s+/g, ' ').toLowerCase()

export function bindPrivacy(bind: Bind, dataFolder: string, stores: Stores): void {
  bind(privacyRoutes.export, async ({ params, context, reply }) => {
    const data = await personalDataOf(context, params.id)
    reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="personal-data-${params.id.slice(-6)}.json"`)
    return Readable.from(personalDataText(data, stores))
  })
  bind(privacyRoutes.erase, async ({ params, body, context }) => {
    const { db } = context.database
    const { rows } = await sql<{ title: string; erased_at: string | null }>`
      select title, erased_at from people where id = ${params.id}`.execute(db)
    const [person] = rows
    if (!person) throw notFound('person')
    if (person.erased_at !== null) throw conflict('This person has been erased already.')
    if (plain(body.name) !== plain(person.title))
      throw invalidField('name', `Type the name as it stands on the page: ${person.title}`)
    await erasePerson(context, params.id, dataFolder)
    await keepErasures(db, dataFolder)
  })
}

export function bindBackups(bind: Bind, place: BackupPlace): void {
  const { backupFolder } = place
  bind(backupRoutes.list, async ({ context }) => {
    const { db } = context.database
    const { setAt: _, ...schedule } = await readSchedule(db)
    return { data: await listBackups(db), schedule, folder: backupFolder }
  })
  bind(backupRoutes.schedule, ({ body, context }) => setSchedule(context, body))
  bind(backupRoutes.make, ({ context: { database, caller, now } }) =>
    askForBackup(database.db, 'request', { now, userId: caller.userId }),
  )
  bind(backupRoutes.download, async ({ params, context, reply }) => {
    const { db } = context.database
    const backup = await getBackup(db, params.id)
    const { path, bytes } = await fileOf(backup, backupFolder)
    await record(db, context.caller, context.now, [
      {
        type: 'backup.downloaded',
        subject: { type: 'backup', id: backup.id, version: null },
        data: { title: backup.file },
      },
    ])
    context.database.notify('ledger')
    reply
      .type('application/octet-stream')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${backup.file}"`)
    return createReadStream(path)
  })
  bind(backupRoutes.remove, ({ params, context }) => removeBackup(context, params.id, backupFolder))
}

export function bindStatus(bind: Bind, place: StatusPlace): void {
  bind(statusRoutes.status, ({ context }) => statusOf(context.database, place))
}
