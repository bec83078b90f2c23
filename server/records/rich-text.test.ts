import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mentionsIn, sanitiseRichText } from './rich-text.ts'

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="//evil.example" onclick="alert(1)">x</a>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<p onmouseover=alert(1)>x</p>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="x"></object><embed src="x">',
  '<form action="https://evil.example"><input name=password></form>',
  '<base href="https://evil.example">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel=stylesheet href="https://evil.example">',
  '<style>@import "https://evil.example"</style>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><script>alert(1)</script></textarea>',
  '<template><script>alert(1)</script></template>',
  '<!--><script>alert(1)</script>-->',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<span class="mention evil" data-id="x" data-evil="1" id="top">x</span>',
  '"><script>alert(1)</script>',
  '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  '<a href="https://a.example" target="_self" rel="opener">x</a>',
]

/** What is left must be made of nothing but these tags, each with nothing but these attributes. */
const harmless =
  /^(?:[^<>]|<\/?(?:p|br|strong|b|em|i|u|s|code|pre|blockquote|ul|ol|li|h2|h3|hr)(?: \/)?>|<\/(?:a|span)>|<a(?: (?:href="(?:https?:|mailto:|tel:|\/|#|\?|[\w.])[^"]*"|rel="noopener noreferrer nofollow"|target="_blank"))*>|<span(?: (?:class="(?:mention)?"|data-(?:mention|type|id|label)="[^"]*"))*>)*$/

describe('rich text from outside', () => {
  test.each(attacks)('is harmless after %s', (attack) => {
    const clean = sanitiseRichText(attack)
    expect(clean).toMatch(harmless)
    expect(clean).not.toMatch(/href="\s*(javascript|data|vbscript):/i)
    expect(sanitiseRichText(clean)).toBe(clean)
  })

  test('is harmless after any mixture of attacks, once and twice sanitised', () => {
    const piece = fc.oneof(
      fc.constantFrom(...attacks),
      fc.constantFrom('<', '>', '"', "'", '<p>', '</p>', '<!--', '&', 'text'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const clean = sanitiseRichText(pieces.join(''))
        expect(clean).toMatch(harmless)
        expect(sanitiseRichText(clean)).toMatch(harmless)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps what the editor can write', () => {
    const written =
      '<h2>Plan</h2><p>Call <strong>Ana</strong>, <em>then</em> <u>write</u>.<br />Ok</p><ul><li>one</li></ul><blockquote><code>x</code></blockquote>'
    expect(sanitiseRichText(written)).toBe(written)
    expect(sanitiseRichText('<a href="https://example.com/a?b=1">x</a>')).toContain(
      'href="https://example.com/a?b=1"',
    )
  })
})

test('who is mentioned is read from the mentions, each once', () => {
  const id = '01a2014b-d59b-786b-936d-31538f84bb8c'
  const mention = `<span class="mention" data-type="mention" data-id="${id}">@Ana</span>`
  expect(mentionsIn(sanitiseRichText(`<p>${mention} and ${mention}</p>`))).toEqual([id])
  expect(mentionsIn('<span data-id="nobody">x</span>')).toEqual([])
})
