import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import type { Address } from '../../../contract/records/value.ts'
import type { QuoteDocument } from '../../../contract/sales/quote-document.ts'
import { languageAmong, type LanguageName } from '../../../contract/values/language.ts'
import type { Db } from '../../db/database.ts'
import type { StoreName } from '../../records/files/store.ts'
import type { Stores } from '../../records/files/stores.ts'
import { flatten } from '../../records/files/thumbnails.ts'
import { standardEntity } from '../../team/entities/queries.ts'
import { drawPaper, type Look } from './drawing/rules.ts'
import { paperOf, type PaperKind } from './rules.ts'

/** Who a document is from and for, as it stands on paper. */
interface Parties extends Pick<QuoteDocument, 'seller' | 'customer'> {
  /** The customer's, as far as it is known and there is one of ours. */
  language?: LanguageName
}

/** Whom a quote or order is between, now: what is sent or issued keeps it as it was then. */
export async function partiesOf(
  db: Db,
  of: 'quotes' | 'orders',
  id: string,
  company: string,
): Promise<Parties> {
  const { rows } = await sql<{
    seller: string
    company: string
    person: string
    address: Address | null
    taxNumber: string | null
    tags: string[]
  }>`
    select coalesce(u.name, '') as seller, coalesce(c.name, '') as company, c.tax_number as "taxNumber",
      case when p.first_name is null and p.last_name is null then '' else coalesce(p.title, '') end as person,
      case when c.id is null then p.address else c.address end as address,
      array_remove(array[p.language, c.language, (select language from legalentities where standard and deleted_at is null)], null) as tags
    from ${sql.table(of)} t left join users u on u.id = t.owner_id left join companies c on c.id = t.company_id
      left join people p on p.id = t.person_id
    where t.id = ${id}`.execute(db)
  const [found] = rows
  const language = languageAmong(found?.tags ?? [])
  return {
    seller: await sellerOf(db, company, found?.seller ?? ''),
    customer: {
      company: found?.company ?? '',
      person: found?.person ?? '',
      address: found?.address ?? null,
      ...(found?.taxNumber && { taxNumber: found.taxNumber }),
    },
    ...(language && { language }),
  }
}

/** What the tax classes of lines ask to be said on their document, each once; left out where nothing is. */
export async function taxNotesOf(
  db: Db,
  lines: readonly { tax: string | null }[],
): Promise<Pick<QuoteDocument, 'taxNotes'>> {
  const { rows } = await sql<{ note: string }>`
    select distinct note from taxes where id = any(${lines.flatMap(({ tax }) => tax ?? [])}::uuid[]) and note <> ''
    order by note`.execute(db)
  return rows.length > 0 ? { taxNotes: rows.map(({ note }) => note) } : {}
}

/** Who a document comes from: the company's legal entity, and the member whose customer it is. */
async function sellerOf(db: Db, company: string, person: string): Promise<QuoteDocument['seller']> {
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
async function lookOf(db: Db, stores: Stores): Promise<Look> {
  const entity = await standardEntity(db)
  return {
    colour: entity?.colour ?? null,
    logo: entity?.logo ? await logoOf(db, stores, entity.logo.id) : null,
  }
}

/** What was sent or issued, and when. */
export interface Kept {
  kind: PaperKind
  document: QuoteDocument
  hash: string
  /** An instant. */
  at: string
}

/** What was kept as a file: the words are as they were then, the look is the company's of today. */
export async function fileOf(
  db: Db,
  stores: Stores,
  { kind, document, hash, at }: Kept,
): Promise<{ name: string; content: Buffer }> {
  const paper = paperOf(kind, document, hash)
  return {
    name: `${paper.title}.pdf`,
    content: await drawPaper(paper, await lookOf(db, stores), new Date(at)),
  }
}
