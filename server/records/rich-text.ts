import sanitize from 'sanitize-html'

/** What the editor can write; everything else from outside is dropped. */
const allowed: sanitize.IOptions = {
  allowedTags: [
    'p',
    'br',
    'strong',
    'b',
    'em',
    'i',
    'u',
    's',
    'code',
    'pre',
    'blockquote',
    'ul',
    'ol',
    'li',
    'h2',
    'h3',
    'a',
    'span',
    'hr',
  ],
  allowedAttributes: {
    a: ['href', 'rel', 'target'],
    span: ['data-mention', 'data-type', 'data-id', 'data-label', 'class'],
  },
  allowedClasses: { span: ['mention'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  transformTags: {
    a: sanitize.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }),
  },
}

export const sanitiseRichText = (html: string): string => sanitize(html, allowed)

/** Ids of the members mentioned in a rich text. */
export const mentionsIn = (html: string): string[] => [
  ...new Set([...html.matchAll(/data-id="([0-9a-f-]{36})"/g)].map((match) => match[1] as string)),
]
