import { sql } from 'kysely'
import type { FileValue } from '../../../contract/records/file.ts'
import type { Address } from '../../../contract/records/value.ts'
import type { LanguageName } from '../../../contract/values/language.ts'
import type { Db } from '../../db/database.ts'

export interface LegalEntity {
  name: string
  address: Address | null
  email: string | null
  phone: string | null
  website: string | null
  taxNumber: string | null
  registration: string | null
  bank: string | null
  language: LanguageName | null
  colour: string | null
  logo: FileValue | null
}

/** The legal entity that documents come from; null when a company has deleted it. */
export async function standardEntity(db: Db): Promise<LegalEntity | null> {
  const { rows } = await sql<LegalEntity>`
    select name, address, email, phone, website, tax_number as "taxNumber", registration, bank, language, colour, logo
    from legalentities where standard and deleted_at is null`.execute(db)
  return rows[0] ?? null
}
