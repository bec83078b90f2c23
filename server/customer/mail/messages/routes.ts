import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { email } from '../../../../contract/customer/email.ts'
import { emailContentRoute } from '../../../../contract/customer/mailbox.ts'
import type { Bind } from '../../../http/bind.ts'
import { getRecord } from '../../../records/list.ts'
import { sanitiseRichText } from '../../../records/rich-text.ts'
import { mailPage, mailPagePolicy } from './policy.ts'

export function bindMessages(bind: Bind): void {
  bind(emailContentRoute, async ({ params, query, context, reply }) => {
    const record = await getRecord(context, email, params.id)
    const { rows } = await sql<{ html: string | null }>`
      select html from mail_messages where email_id = ${params.id}`.execute(context.database.db)
    // Whose role hides the message is not shown its layout either.
    const words = 'body' in record ? sanitiseRichText(String(record['body'] ?? '')) : ''
    const html = 'body' in record ? (rows[0]?.html ?? words) : ''
    const images = query.images === true
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', mailPagePolicy(images))
      .header('x-frame-options', 'SAMEORIGIN')
      .header('cache-control', 'private, no-cache')
      .header('cross-origin-resource-policy', 'same-origin')
    return Readable.from([mailPage(html, images)])
  })
}
