import { sql } from 'kysely'
import type { MailTemplate } from '../../../../contract/customer/mail-sending.ts'
import { asHtml, fillTemplate } from '../../../../contract/customer/mail-template.ts'
import { recordTypeOf } from '../../../../contract/record-types.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { getRecord } from '../../../records/list.ts'
import type { TemplateRow } from '../tables.ts'
import { valuesOf } from './rules.ts'

/** A member's templates and those that others share, or one of them. */
export async function templatesFor(db: Db, userId: string | null, id?: string): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`select t.*, u.title as owner from mail_templates t
    join users u on u.id = t.owner_id where (t.shared or t.owner_id = ${userId}::uuid)
      and (${id ?? null}::uuid is null or t.id = ${id ?? null}::uuid) order by lower(t.name), t.id`.execute(
    db,
  )
  return rows
}

export const templateOf = (row: TemplateRow, userId: string | null): MailTemplate => ({
  id: row.id,
  name: row.name,
  subject: row.subject,
  body: row.body,
  shared: row.shared,
  owner: { id: row.owner_id, title: row.owner },
  mine: row.owner_id === userId,
  updatedAt: row.updated_at,
})

interface Filling {
  subject: string
  body: string
  person?: string | null | undefined
  company?: string | null | undefined
  deal?: string | null | undefined
  document?: boolean | undefined
}

/** What a template says to somebody, of what the caller may see. */
export async function fill(context: Context, input: Filling): Promise<{ subject: string; body: string }> {
  const { db } = context.database
  const read = (type: string, id: string | null | undefined): Promise<AnyRecord | null> =>
    id ? getRecord(context, recordTypeOf(type), id) : Promise.resolve(null)
  const deal = await read('deal', input.deal)
  const person = await read('person', input.person ?? (deal?.['person'] as string | null))
  const company = await read('company', input.company ?? ((person ?? deal)?.['company'] as string | null))
  const { rows } = await sql<{
    name: string
    email: string | null
  }>`select u.name, coalesce(b.address, u.email) as email
    from users u left join mailboxes b on b.user_id = u.id where u.id = ${context.caller.userId}`.execute(db)
  const values = {
    ...valuesOf({ person, company, deal }, rows[0] ?? { name: '', email: null }, context.organisation.name),
    ...(input.document && {
      'document.number': '{{document.number}}',
      'document.link': '{{document.link}}',
    }),
  }
  return { subject: fillTemplate(input.subject, values), body: fillTemplate(input.body, values, asHtml) }
}
