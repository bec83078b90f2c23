import { sql } from 'kysely'
import type { Db } from '../../../db/database.ts'

/** Counts up the numbers of a kind in a year: in the transaction that uses the number, so that none is ever missing. */
export async function nextNumber(db: Db, kind: string, year: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into number_series as s (kind, year, last) values (${kind}, ${year}::int, 1)
    on conflict (kind, year) do update set last = s.last + 1 returning last`.execute(db)
  return rows[0]?.last ?? 1
}
