import { sql } from 'kysely'
import type { Address } from '../../../../contract/records/value.ts'
import { languageAmong, type LanguageName } from '../../../../contract/values/language.ts'
import type { Db } from '../../../db/database.ts'

/** Who a quote is from and for, as it stands on paper. */
export interface Parties {
  seller: string
  company: string
  person: string
  address: Address | null
  /** The customer's, as far as it is known and there is one of ours. */
  language: LanguageName | null
}

export async function partiesOf(db: Db, id: string): Promise<Parties> {
  const { rows } = await sql<Omit<Parties, 'language'> & { tags: string[] }>`
    select coalesce(u.name, '') as seller, coalesce(c.name, '') as company,
      case when p.first_name is null and p.last_name is null then '' else coalesce(p.title, '') end as person, c.address,
      array_remove(array[p.language, c.language, (select language from legalentities where standard and deleted_at is null)], null) as tags
    from quotes q left join users u on u.id = q.owner_id left join companies c on c.id = q.company_id
      left join people p on p.id = q.person_id
    where q.id = ${id}`.execute(db)
  const { tags = [], ...parties } = rows[0] ?? { seller: '', company: '', person: '', address: null }
  return { ...parties, language: languageAmong(tags) }
}

/** Counts up the numbers of a kind in a year: in the transaction that uses the number, so that none is ever missing. */
export async function nextNumber(db: Db, kind: string, year: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into number_series as s (kind, year, last) values (${kind}, ${year}::int, 1)
    on conflict (kind, year) do update set last = s.last + 1 returning last`.execute(db)
  return rows[0]?.last ?? 1
}
