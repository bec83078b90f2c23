import { sql } from 'kysely'
import type { LiveMany } from '../../contract/ledger/live.ts'
import type { Db } from '../db/database.ts'
import type { Consumer } from '../ledger/consumer.ts'
import type { StoredEvent } from '../ledger/read.ts'
import { recountTouches } from '../sales/deals/touches/commands.ts'

/** What touches deals, or is one. */
const subjects = new Set(['call', 'note', 'email', 'meeting', 'task', 'quote', 'deal'])
/** Who takes touches along, or leaves them behind. */
const moves = new Set(['person.merged', 'person.unmerged'])
/** What was written about them is gone, and only the ledger knows of which deals. */
const losses = new Set(['person.purged', 'person.erased', 'company.purged'])

/** The ids of a reference in what events say, those of before and of after. */
const told = (events: readonly Pick<StoredEvent, 'data'>[], field: string): string[] =>
  events.flatMap(({ data }) => {
    const changes = data['changes'] as Record<string, unknown[]> | undefined
    return (changes?.[field] ?? []).filter((id) => typeof id === 'string')
  })

const subjectsOf = (events: readonly StoredEvent[]) => events.map(({ subject_id }) => subject_id)

/**
 * Customer to sales: what was said, written or met with a customer touches the deal that it is about. One that names no
 * deal touches the open deals of its person, those included in which they have a part. It is the one keeper of when a deal
 * was last touched: whatever became of an activity, the deals that it is or was about are counted again.
 */
export const touchToDeal: Consumer = {
  name: 'touch-to-deal',
  async handle(tx: Db, events) {
    const about = events.filter(({ subject_type }) => subjects.has(subject_type))
    const moved = events.filter(({ type }) => moves.has(type))
    const lost = events.filter(({ type }) => losses.has(type)).map(({ subject_id }) => subject_id)
    if (about.length + moved.length + lost.length === 0) return
    const ids = subjectsOf(about)
    // Deleted for good before we came to it: its row says no longer what it was about.
    const purged = about.filter(({ type }) => type.endsWith('.purged'))
    const renamed = about.filter(({ data }) => told([{ data }], 'deal').length > 0)
    const people = [
      ...told(about, 'person'),
      ...purged.map(({ person_id }) => person_id),
      ...moved.flatMap(({ subject_id, data }) => [subject_id, data['merged'] ?? data['separated']]),
      ...lost,
    ]
    const named = [...ids, ...told(about, 'deal')]
    const activities = sql.join(
      ['calls', 'notes', 'emails', 'meetings', 'tasks'].map(
        (table) => sql`select id, deal_id, person_id from ${sql.table(table)} where id = any(${ids}::uuid[])`,
      ),
      sql` union all `,
    )
    const past = sql`select e.data -> 'changes' -> 'deal' as deals from events e
      where (${lost.length > 0} and (e.person_id = any(${lost}::uuid[]) or e.company_id = any(${lost}::uuid[])))
        or (${purged.length > 0} and e.subject_id = any(${subjectsOf(purged)}::uuid[]))`
    // The parts that somebody had went with them.
    const parts = sql`select e.subject_id from events e
      where ${lost.length > 0} and e.person_id = any(${lost}::uuid[]) and e.subject_type = 'deal'`
    const changed = await recountTouches(
      tx,
      sql`with activities as materialized (${activities}),
        parties (id) as materialized (
          select unnest(${people}::uuid[]) union select person_id from activities
          where deal_id is null or id = any(${subjectsOf(renamed)}::uuid[]))
      select unnest(${named}::uuid[])
      union select deal_id from activities
      union select deal_id from quotes where id = any(${ids}::uuid[])
      union select value::uuid from (${past}) past, jsonb_array_elements_text(case when jsonb_typeof(deals) = 'array' then deals else '[]' end)
      union ${parts}
      union select d.id from parties join deals d on d.person_id = parties.id
      union select p.deal_id from parties join deal_people p on p.person_id = parties.id`,
    )
    if (changed === 0) return
    // Once for a batch, so that pages read again what has been touched: no event says it.
    const many: LiveMany = { types: ['deal'] }
    await sql`select pg_notify('gone', ${JSON.stringify(many)})`.execute(tx)
  },
}
