import { declaredTypes, typesWith, type RecordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../db/log.ts'
import { causeOf, silent } from '../db/log.ts'
import { ownFieldsVersion, readOwnFields } from './own/queries.ts'
import { saveUses } from './own/uses.ts'

/** The channel that says that a field was added, changed or retired. */
export const fieldsChannel = 'own-fields'

interface Known {
  types: RecordTypes
  version: number
}

/** By pool, which a context keeps also within a transaction. */
const known = new WeakMap<Database['pool'], Known>()

/** The record types as they are in this database: declared, with the company's own fields. */
export const typesOf = ({ pool }: Pick<Database, 'pool'>): RecordTypes =>
  known.get(pool)?.types ?? declaredTypes

/** A record type as it is in this database. */
export const typeIn = (database: Pick<Database, 'pool'>, name: string): RecordType =>
  typesOf(database).of(name)

/** Reads the own fields again if any has changed. */
export async function refreshTypes({ pool, db }: Pick<Database, 'pool' | 'db'>): Promise<void> {
  const version = await ownFieldsVersion(db)
  const before = known.get(pool)
  if (before?.version === version) return
  const { fields, version: now } = await readOwnFields(db)
  // A slower reading that began earlier must not win.
  if ((known.get(pool)?.version ?? -1) < now) known.set(pool, { types: typesWith(fields), version: now })
}

/** Knows the own fields from now on, and learns of each change by its notice or, should that be lost, a little later. */
export async function followTypes(
  database: Database,
  log: Log = silent,
  pollMs = 5_000,
): Promise<() => Promise<void>> {
  let reading = Promise.resolve()
  const read = () => {
    reading = reading
      .then(() => refreshTypes(database))
      .catch((error: unknown) => log.warn(`Own fields could not be read: ${causeOf(error)}`))
  }
  // How often fields are asked for is a hint for indexes: a count that is lost is no loss.
  const save = () =>
    void saveUses(database).catch((error: unknown) =>
      log.warn(`Uses of fields were not counted: ${causeOf(error)}`),
    )
  const unlisten = await database.listen(fieldsChannel, read)
  await refreshTypes(database)
  const poll = setInterval(read, pollMs)
  poll.unref()
  const saving = setInterval(save, 30_000)
  saving.unref()
  return async () => {
    clearInterval(poll)
    clearInterval(saving)
    await unlisten()
    await reading
  }
}
