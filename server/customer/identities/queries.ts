import { sql } from 'kysely'
import type { Identity } from '../../../contract/customer/identities.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { columnNamed } from '../../records/column.ts'
import { getRecord } from '../../records/list.ts'
import { knows } from '../../records/visible.ts'

export async function identitiesIn(db: Db, type: RecordType, id: string): Promise<Identity[]> {
  const primaries = ['email', 'phone', 'domain'].filter((kind) => columnNamed(type, kind))
  const primary = sql.raw(
    `coalesce(i.value = case i.kind ${primaries.map((kind) => `when '${kind}' then t.${kind}`).join(' ')} end, false)`,
  )
  const { rows } = await sql<Identity>`
    select i.kind, i.value, ${primary} as primary, i.created_at as "createdAt"
    from identities i join ${sql.table(type.plural)} t on t.id = i.${sql.ref(`${type.name}_id`)}
    where t.id = ${id} and i.kind <> 'cookie'
    order by i.kind, ${primary} desc, i.created_at, i.value`.execute(db)
  return rows
}

/** Those of the kinds that the caller may know of. */
export const identitiesShown = (context: Context, type: RecordType, identities: Identity[]): Identity[] =>
  identities.filter(({ kind }) => knows(context.caller, type.name, kind))

export async function listIdentities(
  context: Context,
  type: RecordType,
  id: string,
): Promise<{ data: Identity[] }> {
  await getRecord(context, type, id)
  return { data: identitiesShown(context, type, await identitiesIn(context.database.db, type, id)) }
}
