import { escapeIdentifier } from 'pg'
import type { Field } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Database } from '../../db/database.ts'
import type { Log } from '../../db/log.ts'
import { columnNamed } from '../column.ts'
import { typesOf } from '../types.ts'
import { indexFor, indexName, manners, readUses, uniqueIndexFor, type Manner } from './uses.ts'

/** Any constant: one process makes or drops these indexes at a time. */
const lock = 6_402_918_377

type Run = (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>

/**
 * On a connection of its own, outside any transaction and free of the limits of time: an index over a million records
 * is made while they are read and written, and takes what it takes.
 */
async function alone<T>({ pool }: Pick<Database, 'pool'>, fn: (run: Run) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const limits = `select set_config(name, '0', false) from pg_settings
    where name in ('transaction_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`
  try {
    await client.query(limits)
    await client.query('select pg_advisory_lock($1)', [lock])
    try {
      return await fn((text, values) => client.query<Record<string, unknown>>(text, values))
    } finally {
      await client.query('select pg_advisory_unlock($1)', [lock])
    }
  } finally {
    // A connection with other limits than its fellows does not go back among them.
    client.release(true)
  }
}

async function make(run: Run, name: string, definition: string, unique: boolean): Promise<void> {
  const { rows } = await run(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)::oid',
    [escapeIdentifier(name)],
  )
  if (rows[0]?.valid) return
  // One that was broken off is of no use and would stand in the way.
  if (rows[0]) await run(`drop index concurrently if exists ${escapeIdentifier(name)}`)
  await run(`create ${unique ? 'unique ' : ''}index concurrently ${escapeIdentifier(name)} ${definition}`)
}

/** The value that two records already have, as PostgreSQL tells it. */
export class AlreadyDouble extends Error {}

/** Sees to it that no two records have the same value from now on; throws `AlreadyDouble` when two have. */
export async function makeUnique(database: Database, type: RecordType, name: string): Promise<void> {
  const column = columnNamed(type, name)
  if (!column) throw new Error(`${type.label.many} have no field ${name}`)
  await alone(database, async (run) => {
    const index = indexName(type, name, 'key')
    try {
      await make(run, index, uniqueIndexFor(type, column), true)
    } catch (error) {
      await run(`drop index concurrently if exists ${escapeIdentifier(index)}`)
      if ((error as { code?: string }).code !== '23505') throw error
      throw new AlreadyDouble(
        /=\((.*)\) is duplicated/.exec(String((error as { detail?: string }).detail))?.[1],
      )
    }
  })
}

export const dropUnique = (database: Database, type: RecordType, name: string): Promise<void> =>
  alone(
    database,
    async (run) =>
      void (await run(`drop index concurrently if exists ${escapeIdentifier(indexName(type, name, 'key'))}`)),
  )

/** A retired field's values stay as unique as they were. */
const withField = (type: RecordType, name: string, field: Field): RecordType => ({
  ...type,
  fields: { ...type.fields, [name]: field },
})

/** Tables with fewer records are read through faster than an index is looked after. */
const worthIt = 10_000

/** Makes the indexes that lists ask for often, and drops those that nobody has asked for in a long time. */
export async function tendIndexes(database: Database, log: Log, fewest = worthIt): Promise<void> {
  const uses = await readUses(database.db)
  const types = typesOf(database)
  await alone(database, async (run) => {
    const wanted = new Set(uses.map(({ recordType, name, manner }) => `${recordType} ${name} ${manner}`))
    const { rows: large } = await run(`select relname as name from pg_class where reltuples >= $1`, [fewest])
    const isLarge = new Set(large.map(({ name }) => name))
    for (const { recordType, name, manner, often } of uses) {
      const type = types.of(recordType)
      const column = type.fields[name] && columnNamed(type, name)
      if (!often || !column || !isLarge.has(type.plural)) continue
      await make(run, indexName(type, name, manner), indexFor(type, column, manner), false)
      // The planner learns how the values are spread only so.
      await run(`analyze ${type.plural}`)
    }
    // Of unique fields the index is there from the first; a database that was restored has it made again.
    for (const type of types.all)
      for (const [name, field] of Object.entries({ ...type.fields, ...type.retired })) {
        const column = field.own && field.unique && columnNamed(withField(type, name, field), name)
        if (column) await make(run, indexName(type, name, 'key'), uniqueIndexFor(type, column), true)
      }
    for (const type of types.all)
      for (const { name, manner } of await indexesOf(run, type)) {
        if (wanted.has(`${type.name} ${name} ${manner}`) && type.fields[name]) continue
        log.info(`Dropping the index of ${type.plural} by ${name}: nobody asks for it any more`)
        await run(`drop index concurrently if exists ${escapeIdentifier(indexName(type, name, manner))}`)
      }
  })
}

/** The indexes of own fields that a table has, but for those of unique ones. */
async function indexesOf(run: Run, type: RecordType): Promise<{ name: string; manner: Manner }[]> {
  const { rows } = await run('select indexname as name from pg_indexes where tablename = $1', [type.plural])
  const ours = new RegExp(`^${type.plural}_(own_[a-z0-9_]+)_(${manners.join('|')})$`)
  return rows.flatMap(({ name: index }) => {
    const [, name, manner] = ours.exec(String(index)) ?? []
    return name && manner ? [{ name, manner: manner as Manner }] : []
  })
}
