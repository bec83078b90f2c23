import { sql } from 'kysely'
import type { OwnFieldUse } from '../../../contract/records/own-field-routes.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { Context } from '../../http/context.ts'
import { countedAtMost } from '../list.ts'
import { formulasReading } from '../formula/plan.ts'
import { typeIn, typesOf } from '../types.ts'

/** What hangs on a field: values, saved views and saved mappings. */
export async function useOfField(context: Context, field: OwnField): Promise<OwnFieldUse> {
  const { db } = context.database
  const type = typeIn(context.database, field.recordType)
  const { recordType, name } = field
  const linked = field.to !== null || field.type === 'user'
  const held = linked
    ? sql`select distinct from_id from record_links where from_type = ${recordType} and field = ${name}`
    : sql`select from ${sql.table(type.plural)} where custom ? ${name}`
  const { rows: counted } = await sql<{
    count: number
  }>`select count(*)::int as count from (${held} limit ${countedAtMost}) held`.execute(db)
  const named = `%"${name}"%`
  const { rows: views } = await sql<{ id: string; name: string; filters: boolean; shown: boolean }>`
    select id, name, (definition -> 'filter')::text like ${named} is true as filters,
      shared or owner_id = ${context.caller.userId}::uuid as shown
    from saved_views where definition::text like ${named} and (type = ${recordType} or definition::text like '%"related"%')
    order by name`.execute(db)
  const { rows: mappings } = await sql<{ name: string }>`
    select name from import_mappings m where exists (
      select from jsonb_array_elements(m.mapping -> 'files') f
      where f ->> 'recordType' = ${recordType} and (f -> 'fields')::text like ${named})
    order by name`.execute(db)
  return {
    records: counted[0]?.count ?? 0,
    views: views
      .filter(({ shown }) => shown)
      .map(({ id, name: view, filters }) => ({ id, name: view, filters })),
    viewsOfOthers: views.filter(({ shown }) => !shown).length,
    mappings: mappings.map((mapping) => mapping.name),
    formulas: formulasReading(typesOf(context.database), recordType, name).map(
      ({ type: { name: of }, label }) => ({
        recordType: of,
        label,
      }),
    ),
  }
}
