import PostalMime, { type Address, type Email } from 'postal-mime'
import type { MailAddress } from '../../../../contract/customer/mail-address.ts'
import { asHtml } from '../../../../contract/customer/mail-template.ts'
import { sanitiseRichText } from '../../../records/rich-text.ts'
import { bounceIn, type Bounce } from '../messages/rules.ts'
import { sanitiseMail } from '../messages/policy.ts'

export interface Attached {
  name: string
  content: Uint8Array
}

/** What stands in a message. */
export interface MailContent {
  /** Plain words as rich text, for the timeline, search and export. */
  body: string | null
  /** The message as it was laid out, made harmless; null where the words are all there is. */
  html: string | null
  files: Attached[]
}

/** Characters of the plain words that a record holds. Longer messages are whole in their HTML. */
const mostWords = 20_000
/** Characters of HTML, and bytes of the pictures that stand in it. */
const mostHtml = 1_000_000
const mostPictures = 300_000

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string'
    ? new TextEncoder().encode(content)
    : content instanceof Uint8Array
      ? content
      : new Uint8Array(content)

/** Text as paragraphs of rich text, nothing in it meaning anything but itself. */
export const wordsAsHtml = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${asHtml(part.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('')

const clean = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed()

const endings: Record<string, string> = { 'message/rfc822': 'eml', 'text/calendar': 'ics' }

/** Parses a message as it came. What cannot be read is left out; it never throws because of what somebody sent. */
export async function contentOf(source: Uint8Array): Promise<MailContent> {
  const message = await PostalMime.parse(source, { maxNestingDepth: 50 }).catch((): Email | null => null)
  if (!message) return { body: null, html: null, files: [] }
  const pictures = new Map<string, string>()
  const files: Attached[] = []
  let drawn = 0
  for (const { filename, mimeType, contentId, related, content } of message.attachments) {
    const bytes = bytesOf(content)
    if (bytes.length === 0) continue
    const id = contentId?.replace(/^<|>$/g, '')
    if (
      related &&
      id &&
      /^image\/(png|jpe?g|gif|webp)$/.test(mimeType) &&
      drawn + bytes.length <= mostPictures
    ) {
      drawn += bytes.length
      pictures.set(id, `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`)
    } else {
      const ending = endings[mimeType] ?? mimeType.split('/')[1]?.replace(/[^\w]/g, '') ?? 'bin'
      files.push({ name: filename || `attachment-${files.length + 1}.${ending}`, content: bytes })
    }
  }
  const html = message.html && message.html.length <= mostHtml ? harmless(message.html, pictures) : null
  const words = clean(message.text ?? '').trim() || (html ? wordsIn(html) : '')
  const cut = words.length > mostWords
  const shown = cut ? `${words.slice(0, mostWords).toWellFormed()}…` : words
  return {
    body: shown ? sanitiseRichText(wordsAsHtml(shown)) : null,
    html: html ?? (cut ? wordsAsHtml(words.slice(0, mostHtml)) : null),
    files,
  }
}

const harmless = (html: string, pictures: ReadonlyMap<string, string>): string =>
  sanitiseMail(
    clean(html).replaceAll(
      /(["'])cid:([^"']{1,300})\1/gi,
      (_, mark: string, id: string) => `${mark}${pictures.get(id) ?? ''}${mark}`,
    ),
  )

const marks: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/** The words of HTML that is harmless already, with its paragraphs. */
export const wordsIn = (html: string): string =>
  html
    .replaceAll(/<(br|\/p|\/div|\/tr|\/h\d|\/li|\/blockquote)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => marks[name] ?? ' ')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()

/** Everybody that an address of a head names; a group is its members. */
export const peopleIn = (addresses: readonly Address[] | undefined): MailAddress[] =>
  (addresses ?? []).flatMap((one) =>
    (one.group ?? [one]).map(({ name, address }) => ({
      name: (name ?? '').replaceAll('\0', '').trim(),
      address: (address ?? '').toLowerCase().trim(),
    })),
  )

/** What a report of delivery says; null when it is none. */
export async function bounceOf(source: Uint8Array): Promise<Bounce | null> {
  const message = await PostalMime.parse(source, { rfc822Attachments: true }).catch((): Email | null => null)
  if (!message) return null
  const part = (pattern: RegExp) => {
    const found = message.attachments.find(({ mimeType }) => pattern.test(mimeType))
    return found ? new TextDecoder().decode(bytesOf(found.content)) : ''
  }
  return bounceIn(part(/delivery-status/), part(/rfc822/))
}
