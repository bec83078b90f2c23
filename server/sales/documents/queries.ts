import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import type { QuoteDocument } from '../../../contract/sales/quote-document.ts'
import type { Db } from '../../db/database.ts'
import type { StoreName } from '../../records/files/store.ts'
import type { Stores } from '../../records/files/stores.ts'
import { flatten } from '../../records/files/thumbnails.ts'
import { standardEntity } from '../../team/entities/queries.ts'
import type { Look } from './drawing/rules.ts'

/** Who a document comes from: the company's legal entity, and the member whose customer it is. */
export async function sellerOf(db: Db, company: string, person: string): Promise<QuoteDocument['seller']> {
  const entity = await standardEntity(db)
  if (!entity) return { name: company, person }
  const { name, address, email, phone, website, taxNumber, registration, bank } = entity
  return {
    name,
    person,
    ...(address && { address }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(website && { website }),
    ...(taxNumber && { taxNumber }),
    ...(registration && { registration }),
    ...(bank && { bank }),
  }
}

let last: { id: string; logo: Buffer | null } | undefined

/** Four times the points that it has on paper, for print. A file never changes, so the last one is kept. */
async function logoOf(db: Db, stores: Stores, id: string): Promise<Buffer | null> {
  if (last?.id === id) return last.logo
  const { rows } = await sql<{ store: StoreName }>`select store from files where id = ${id}`.execute(db)
  const content = rows[0] && (await stores.of(rows[0].store).open(id))
  const logo = content ? await flatten(await buffer(content), 680, 192) : null
  last = { id, logo }
  return logo
}

/** How the company's documents look now. */
export async function lookOf(db: Db, stores: Stores): Promise<Look> {
  const entity = await standardEntity(db)
  return {
    colour: entity?.colour ?? null,
    logo: entity?.logo ? await logoOf(db, stores, entity.logo.id) : null,
  }
}
