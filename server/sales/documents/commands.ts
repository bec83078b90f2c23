import { Readable } from 'node:stream'
import { asHtml } from '../../../contract/customer/mail-template.ts'
import type { MessageInput, OutgoingMessage } from '../../../contract/customer/mail-sending.ts'
import { largestFile } from '../../../contract/records/file.ts'
import { send } from '../../customer/mail/sending/commands.ts'
import type { Context } from '../../http/context.ts'
import { receiveFile } from '../../records/files/receive.ts'
import { keysOf } from '../../records/files/store.ts'
import type { Stores } from '../../records/files/stores.ts'
import { fileOf, type Kept } from './queries.ts'
import { fillDocument } from './rules.ts'

/**
 * Hands a message with a document to its sender's outbox, within the transaction that is open. Refuses as any message of
 * theirs would be.
 */
export async function mailDocument(
  context: Context,
  stores: Stores,
  kept: Kept,
  link: string | null,
  message: MessageInput,
): Promise<OutgoingMessage> {
  const { name, content } = await fileOf(context.database.db, stores, kept)
  const file = await receiveFile(context.database.db, stores, context.caller, {
    name,
    body: Readable.from([content], { objectMode: false }),
    limits: { largest: largestFile },
  })
  const { number } = kept.document
  try {
    return await send(context, {
      ...message,
      subject: fillDocument(message.subject, { number, link: link ?? '' }),
      body: fillDocument(message.body, {
        number: asHtml(number),
        link: link ? `<a href="${asHtml(link)}">${asHtml(link)}</a>` : '',
      }),
      files: [...message.files, { id: file.id }],
    })
  } catch (error) {
    // Its row goes with the transaction; the content is in no database.
    await stores.of(stores.name).remove(keysOf(file.id))
    throw error
  }
}
