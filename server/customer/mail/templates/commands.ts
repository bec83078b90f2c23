import { sql } from 'kysely'
import type { MailTemplate, TemplateInput } from '../../../../contract/customer/mail-sending.ts'
import type { Context } from '../../../http/context.ts'
import { forbidden, invalid, notFound } from '../../../http/problem.ts'
import { sanitiseRichText } from '../../../records/rich-text.ts'
import type { TemplateRow } from '../tables.ts'
import { templateOf, templatesFor } from './queries.ts'
import { problemsIn } from './rules.ts'

/** The member who asks; a key has no templates. */
const askerOf = ({ caller }: Context): string | null => (caller.keyId ? null : caller.userId)

function check(input: { subject?: string | undefined; body?: string | undefined }): void {
  const problems = problemsIn(input)
  if (problems.length > 0) throw invalid(problems)
}

async function readBack(context: Context, id: string): Promise<MailTemplate> {
  const [row] = await templatesFor(context.database.db, askerOf(context), id)
  if (!row) throw notFound('template')
  return templateOf(row, askerOf(context))
}

export async function createTemplate(context: Context, input: TemplateInput): Promise<MailTemplate> {
  const owner = askerOf(context)
  if (!owner) throw forbidden('Templates are members’ own. Sign in to write some.')
  check(input)
  const { rows } = await sql<TemplateRow>`insert into mail_templates (name, subject, body, owner_id, shared)
    values (${input.name}, ${input.subject}, ${sanitiseRichText(input.body)}, ${owner}, ${input.shared ?? false}) returning id`.execute(
    context.database.db,
  )
  return readBack(context, rows[0]?.id ?? '')
}

export async function updateTemplate(
  context: Context,
  id: string,
  input: Partial<TemplateInput>,
): Promise<MailTemplate> {
  check(input)
  const body = input.body === undefined ? null : sanitiseRichText(input.body)
  const { rows } = await sql`update mail_templates set name = coalesce(${input.name ?? null}, name),
      subject = coalesce(${input.subject ?? null}, subject), body = coalesce(${body}, body),
      shared = coalesce(${input.shared ?? null}, shared), updated_at = ${context.now}
    where id = ${id} and owner_id = ${askerOf(context)} returning id`.execute(context.database.db)
  if (rows.length === 0) throw notFound('template of yours')
  return readBack(context, id)
}

export async function deleteTemplate(context: Context, id: string): Promise<void> {
  const { rows } = await sql`delete from mail_templates where id = ${id} and owner_id = ${askerOf(context)}
    returning id`.execute(context.database.db)
  if (rows.length === 0) throw notFound('template of yours')
}
