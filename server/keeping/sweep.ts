import { CompiledQuery, sql } from 'kysely'
import { declaredTypes } from '../../contract/record-types.ts'
import type { Db } from '../db/database.ts'
import { tablesOf } from './contents.ts'
import type { Scrubber } from './scrub.ts'

/** Mail to somebody who is erased, or about them, goes whole. */
const gone = 'public.outgoing_mail'

/** Answers kept to be given once more: the second asker gets an empty one, which is better than doing it again. */
const answers = 'public.idempotency_keys'

/** Members, their sign-in, keys and roles: of the company's people, not of its customers. Records and events are done. */
const others = new Set<string>([
  'events',
  'search_entries',
  'erasures',
  'files',
  'api_keys',
  'roles',
  'invitations',
  'own_fields',
  ...declaredTypes.all.map(({ plural }) => plural),
])
const isSwept = (schema: string, name: string) =>
  schema === 'graphile_worker' || !(others.has(name) || name.startsWith('sign_in_'))

const withoutBody = (answer: unknown) => (answer === null ? null : { ...(answer as object), body: null })

interface TextColumn {
  name: string
  kind: string
  nullable: boolean
}

async function textColumnsOf(db: Db, schema: string, name: string): Promise<TextColumn[]> {
  const { rows } = await sql<TextColumn>`
    select attname::text as name, format_type(atttypid, atttypmod) as kind, not attnotnull as nullable from pg_attribute
    where attrelid = ${`${schema}.${name}`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
      and format_type(atttypid, atttypmod) in ('text', 'text[]', 'json', 'jsonb') order by attnum`.execute(db)
  return rows
}

/**
 * Goes through every other table that there is, whoever made it: what names the person there goes. So a table that is
 * new is never forgotten.
 */
export async function sweep(db: Db, ids: readonly string[], scrub: Scrubber): Promise<void> {
  const pattern = [...ids, ...(scrub.pattern === null ? [] : [scrub.pattern])].join('|')
  for (const { schema, name } of await tablesOf(db)) {
    if (!isSwept(schema, name)) continue
    const columns = await textColumnsOf(db, schema, name)
    if (columns.length > 0) await sweepTable(db, `${schema}.${name}`, columns, pattern, scrub)
  }
}

async function sweepTable(
  db: Db,
  table: string,
  columns: TextColumn[],
  pattern: string,
  scrub: Scrubber,
): Promise<void> {
  const found = columns.map(({ name }) => `"${name}"::text ~* $1`).join(' or ')
  if (table === gone) {
    await db.executeQuery(CompiledQuery.raw(`delete from ${table} where ${found}`, [pattern]))
    return
  }
  const { rows } = await db.executeQuery<Record<string, unknown> & { row: string }>(
    CompiledQuery.raw(
      `select ctid::text as row, ${columns.map(({ name }) => `"${name}"`).join(', ')} from ${table} where ${found} for update`,
      [pattern],
    ),
  )
  for (const { row, ...before } of rows) {
    const set: string[] = []
    const values: unknown[] = [row]
    for (const { name, kind } of columns) {
      const kept = table === answers && name === 'response' ? withoutBody(before[name]) : before[name]
      const after = scrub.json(kept, true)
      if (JSON.stringify(after) === JSON.stringify(before[name])) continue
      set.push(
        `"${name}" = $${values.push(kind.startsWith('json') ? JSON.stringify(after) : after)}::${kind}`,
      )
    }
    if (set.length > 0)
      await db.executeQuery(
        CompiledQuery.raw(`update ${table} set ${set.join(', ')} where ctid = $1::tid`, values),
      )
  }
}
