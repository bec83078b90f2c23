import sanitize from 'sanitize-html'

/** What mails are laid out with; nothing that runs, asks, frames or reaches out. */
const tags = `a abbr address b big blockquote br caption center cite code col colgroup dd del div dl dt em
    font h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre q s small span strike strong sub sup table tbody
    td tfoot th thead tr u ul`.split(/\s+/)
const styles = `background-color border border-bottom border-collapse border-color border-left border-radius
    border-right border-spacing border-top color font-family font-size font-style font-weight height
    letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right
    margin-top max-width min-width padding padding-bottom padding-left padding-right padding-top
    text-align text-decoration text-transform vertical-align white-space width word-break`.split(/\s+/)

const allowed: sanitize.IOptions = {
  allowedTags: tags,
  allowedAttributes: {
    '*': ['align', 'bgcolor', 'color', 'dir', 'height', 'lang', 'style', 'title', 'valign', 'width'],
    a: ['href', 'rel', 'target'],
    font: ['face', 'size'],
    img: ['src', 'alt'],
    ol: ['start', 'type'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedStyles: {
    '*': Object.fromEntries(
      styles.map((name) => [name, [/^(?!.*(?:url|expression|@import|javascript:|\\))[^<>]{1,200}$/i]]),
    ),
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'title',
    'head',
    'iframe',
    'svg',
    'math',
  ],
  transformTags: {
    a: sanitize.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }),
  },
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && (!attribs.src || /^data:(?!image\/(png|jpe?g|gif|webp);base64,)/i.test(attribs.src)),
}

/** The HTML of a message from outside, made harmless: nothing of it runs, and it names nothing but images and links. */
export const sanitiseMail = (html: string): string => sanitize(html, allowed)

const remote = /(<img\b[^>]*?\ssrc=")(https?:[^"]*)("[^>]*>)/gi

/** The page that shows sanitised HTML; what lies elsewhere is fetched only when asked for. */
export function mailPage(html: string, images: boolean): string {
  const shown = images
    ? html
    : html.replaceAll(
        remote,
        (_, before: string, _src: string, after: string) => `${before}"  data-blocked="1${after}`,
      )
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><base target="_blank">
<style>body{margin:0;padding:2px;font:14px/1.5 system-ui,sans-serif;color:#1c1b19;background:#fff;overflow-wrap:anywhere}
img{max-width:100%;height:auto}img[data-blocked]{display:none}table{max-width:100%}blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #d8d5ce}</style></head><body>${shown}</body></html>`
}

/** Under which the page of a message is shown: it runs nothing, and fetches images only where that is allowed. */
export const mailPagePolicy = (images: boolean): string =>
  `sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:${images ? ' https: http:' : ''}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`
