import { CompiledQuery } from 'kysely'
import type { z } from 'zod'
import type { Binned, binRoutes } from '../../contract/records/bin.ts'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { administers } from '../../contract/team/role.ts'
import { atomically, type Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { invalidField } from '../http/problem.ts'
import { behaviourOf } from './behaviour.ts'
import { moveToBin } from './bin.ts'
import { parameters, permitted, type Bind } from './visible.ts'

type BinQuery = z.infer<NonNullable<typeof binRoutes.list.query>>

interface Row {
  type: string
  id: string
  title: string
  deleted_at: string
  may: boolean
  actor_id: string | null
  actor_title: string | null
  origin: Binned['origin']
}

const encode = ({ deleted_at, id }: Row) =>
  Buffer.from(JSON.stringify([deleted_at, id])).toString('base64url')

function decode(cursor: string): [at: string, id: string] {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string]
    if (!Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id)) return [at, id]
  } catch {
    // Falls through to the refusal: the text was no cursor of ours.
  }
  throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
}

/** What is in the bin of one type, the last first; as many as the whole page may take. */
function ofType({ caller }: Context, type: RecordType, query: BinQuery, bind: Bind): string | null {
  const visible = permitted(caller, type, 'see', 't', bind)
  if (visible === 'false') return null
  const where = ['t.deleted_at is not null', visible]
  const q = query.q?.trim()
  if (q) {
    const keys = behaviourOf(type).keysIn?.(q) ?? []
    const known = keys.length > 0 ? ` or t.id in (select known_by(${bind(keys)}::text[]))` : ''
    where.push(`(t.title ilike ${bind(`%${q.replace(/[\\%_]/g, '\\$&')}%`)}${known})`)
  }
  if (query.after) {
    const [at, id] = decode(query.after)
    where.push(`(t.deleted_at, t.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`)
  }
  return `(select '${type.name}' as type, t.id, t.title, t.deleted_at,
      coalesce(${permitted(caller, type, 'delete', 't', bind)}, false) as may
    from ${type.plural} t where ${where.join(' and ')} order by t.deleted_at desc, t.id desc limit ${query.limit + 1})`
}

/** The bin of all types that the caller may see, with who put each record there. */
export async function listBin(
  context: Context,
  query: BinQuery,
): Promise<{ data: Binned[]; next: string | null }> {
  const { values, bind } = parameters()
  const parts = (recordTypes as readonly RecordType[])
    .filter(({ name }) => query.type === undefined || name === query.type)
    .flatMap((type) => ofType(context, type, query, bind) ?? [])
  if (parts.length === 0) return { data: [], next: null }
  const text = `select b.*, u.id as actor_id, u.title as actor_title, e.origin
    from (select * from (${parts.join(' union all ')}) all_types order by deleted_at desc, id desc limit ${query.limit + 1}) b
      left join lateral (select actor_id, origin from events where subject_id = b.id and type = b.type || '.deleted'
        order by id desc limit 1) e on true
      left join users u on u.id = e.actor_id
    order by b.deleted_at desc, b.id desc`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, values))
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const runs = administers(context.caller.role) && context.caller.scopes.includes('all')
  return {
    data: page.map((row) => ({
      type: row.type,
      id: row.id,
      title: row.title,
      deletedAt: row.deleted_at,
      deletedBy:
        row.actor_id && row.actor_title !== null ? { id: row.actor_id, title: row.actor_title } : null,
      origin: row.origin,
      mayRestore: row.may,
      mayDelete: row.may && runs && !recordTypeOf(row.type).setting,
    })),
    next: rows.length > query.limit && last ? encode(last) : null,
  }
}

/** Takes records of any types out of the bin, all or none. */
export const restoreAll = (context: Context, chosen: readonly { type: string; id: string }[]) =>
  atomically(context, async (inner) => {
    const events: string[] = []
    // Settings first: a deal needs its stage.
    const byType = Map.groupBy(chosen, ({ type }) => type)
    const ordered = [...byType].sort(
      ([a], [b]) => Number(recordTypeOf(b).setting ?? false) - Number(recordTypeOf(a).setting ?? false),
    )
    for (const [name, members] of ordered) {
      authorise(inner.caller, { type: name, action: 'delete' })
      const ids = [...new Set(members.map(({ id }) => id))]
      const written = await moveToBin(inner, recordTypeOf(name), ids, false)
      events.push(...written.events.filter((event) => event !== null))
    }
    return { events }
  })
