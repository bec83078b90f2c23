import { sql } from 'kysely'
import { task } from '../../../../contract/customer/activities.ts'
import { quote } from '../../../../contract/sales/quote.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, forbidden, invalidField } from '../../../http/problem.ts'
import { createRecords, updateRecords } from '../../../records/write.ts'
import { readSettings } from '../../../team/settings/queries.ts'
import { mailText } from '../../../text/mail.ts'
import { elevated, lockDraft, lockQuote } from '../commands.ts'
import { mayDecide } from '../policy.ts'
import { contentOf } from '../queries.ts'
import { approverFor, canApprove, openRequest } from './queries.ts'

const aDay = 86_400_000

/** Text as it stands within rich text. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A task for a member about a quote: by it they are told, and reminded when it is due. */
export async function giveTask(
  context: Context,
  row: Record<string, unknown>,
  to: string,
  key: 'task.approveQuote' | 'task.answerQuote',
  body: string,
): Promise<string | null> {
  const { language } = await readSettings(context.database.db, to)
  const { records } = await createRecords(elevated(context), task, [
    {
      values: {
        subject: mailText(language ?? 'en', key, { quote: String(row['title']) }),
        body: body && `<p>${escaped(body)}</p>`,
        owner: to,
        dueAt: new Date(Date.parse(context.now) + aDay).toISOString(),
        priority: 'high',
        deal: row['deal'],
        company: row['company'],
        person: row['person'],
      },
    },
  ])
  return records[0]?.id ?? null
}

/** Asks a member to approve what is beyond the limits. */
export function requestApproval(
  context: Context,
  id: string,
  { reason, approver }: { reason: string; approver?: string | undefined },
): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockQuote(inner, id)
    const draft = await lockDraft(inner, id)
    const { draft: content } = await contentOf(elevated(inner), id)
    if (content?.causes.length === 0) throw conflict('This quote is within the limits. Send it.')
    if (row['approval'] === 'approved') throw conflict('This quote is approved already. Send it.')
    if (row['approval'] === 'requested') throw conflict('Approval has been asked for already.')
    if (approver && !(await canApprove(db, approver)))
      throw invalidField('approver', 'This member does not approve quotes. Ask a manager.')
    const asked = approver ?? (await approverFor(db, inner.caller.userId))
    if (!asked)
      throw conflict('Nobody here approves quotes. Ask an administrator to make somebody a manager.')
    const given = await giveTask(inner, row, asked, 'task.approveQuote', reason)
    await sql`insert into quote_approvals (edition_id, asked_by, asked_at, reason, approver_id, task_id)
      values (${draft.id}, ${inner.caller.userId}, ${inner.now}, ${reason}, ${asked}, ${given})`.execute(db)
    await updateRecords(elevated(inner), quote, [{ id, values: { approval: 'requested' } }])
  })
}

/** Approves the draft as it is, or refuses to; its task is done with it. */
export function decideApproval(
  context: Context,
  id: string,
  { approve, answer }: { approve: boolean; answer: string },
): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await lockQuote(inner, id)
    const draft = await lockDraft(inner, id)
    const request = await openRequest(db, draft.id)
    if (!request) throw conflict('Nobody has asked for approval of this version.')
    if (!mayDecide(inner.caller, request.askedBy))
      throw forbidden('A manager decides this, and nobody their own request.')
    if (!approve && answer === '') throw invalidField('answer', 'Say why not')
    const outcome = approve ? 'approved' : 'refused'
    await sql`update quote_approvals set outcome = ${outcome}, decided_by = ${inner.caller.userId},
      decided_at = ${inner.now}, answer = ${answer} where id = ${request.id}`.execute(db)
    if (request.task)
      await updateRecords(elevated(inner), task, [{ id: request.task, values: { status: 'done' } }])
    await updateRecords(elevated(inner), quote, [{ id, values: { approval: outcome } }])
  })
}
