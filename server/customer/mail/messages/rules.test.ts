import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAddresses, writeAddress } from '../../../../contract/customer/mail-address.ts'
import { asHtml, fillTemplate, readTemplate } from '../../../../contract/customer/mail-template.ts'
import { contentOf } from '../content/rules.ts'
import { outcomeOf } from '../sending/rules.ts'
import { mailPage, sanitiseMail } from './policy.ts'
import {
  bounceIn,
  conversationOf,
  directionOf,
  messageIdOf,
  othersIn,
  parentsIn,
  ruledBy,
  snippetOf,
  withoutQuoted,
} from './rules.ts'

const someone = (address: string) => ({ name: '', address })

describe('addresses', () => {
  test('are read with names, quotation marks and separators within them', () => {
    expect(readAddresses('Ana <ANA@x.example>, "Alves, Rui" <rui@x.example>; ines@x.example')).toEqual([
      { name: 'Ana', address: 'ana@x.example' },
      { name: 'Alves, Rui', address: 'rui@x.example' },
      { name: '', address: 'ines@x.example' },
    ])
  })

  test('are read as they were written, whatever the names', () => {
    const name = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n<>]/g, '').trim())
    const address = fc
      .emailAddress()
      .map((text) => text.toLowerCase())
      .filter((text) => !/[",;<>]/.test(text))
    fc.assert(
      fc.property(fc.array(fc.record({ name, address }), { minLength: 1, maxLength: 5 }), (list) => {
        expect(readAddresses(list.map(writeAddress).join(', '))).toEqual(list)
      }),
    )
  })
})

describe('conversations', () => {
  test('are told by the nearest message that is known, else called by the first of all', () => {
    const head = { messageId: '<c@x>', parents: ['<a@x>', '<b@x>'] }
    expect(
      conversationOf(
        head,
        new Map([
          ['<a@x>', 'one'],
          ['<b@x>', 'two'],
        ]),
      ),
    ).toBe('two')
    expect(conversationOf(head, new Map([['<a@x>', 'one']]))).toBe('one')
    expect(conversationOf(head, new Map())).toBe('<a@x>')
    expect(conversationOf({ messageId: '<c@x>', parents: [] }, new Map())).toBe('<c@x>')
  })

  test('stay one in whichever order a chain of answers arrives', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
        const known = new Map<string, string>()
        for (const at of order) {
          const messageId = `<${at}@x>`
          const parents = Array.from({ length: at }, (_, i) => `<${i}@x>`)
          known.set(messageId, conversationOf({ messageId, parents }, known))
        }
        expect(new Set(known.values())).toEqual(new Set(['<0@x>']))
      }),
    )
  })

  test('name each parent once, the direct one last', () => {
    expect(parentsIn('<a@x> <b@x>\r\n <a@x>', '<b@x>')).toEqual(['<a@x>', '<b@x>'])
    expect(parentsIn(undefined, 'not an id')).toEqual([])
  })

  test('a message without an id is always called the same', () => {
    expect(messageIdOf('<a@x>', [])).toBe('<a@x>')
    expect(messageIdOf('', ['x'])).toBe(messageIdOf(undefined, ['x']))
    expect(messageIdOf(undefined, ['x'])).not.toBe(messageIdOf(undefined, ['y']))
  })
})

describe('what is kept', () => {
  const colleagues = new Set(['rui@acme.example', 'olga@acme.example'])
  test('is never what is among colleagues', () => {
    const head = { from: someone('olga@acme.example'), to: [someone('rui@acme.example')], cc: [] }
    expect(othersIn(head, colleagues)).toEqual([])
    expect(othersIn({ ...head, cc: [someone('ana@x.example')] }, colleagues)).toEqual(['ana@x.example'])
  })

  test('is told by rules, of which never is stronger', () => {
    const ground = { others: ['ana@mail.bank.example'], folder: 'INBOX', labels: ['Private'] }
    const rule = (of: 'domain' | 'label' | 'folder', value: string, keep: 'never' | 'always') => ({
      of,
      value,
      keep,
    })
    expect(ruledBy([rule('domain', 'bank.example', 'never')], ground)).toBe('never')
    expect(ruledBy([rule('domain', 'ank.example', 'never')], ground)).toBeNull()
    expect(
      ruledBy([rule('label', 'private', 'never'), rule('domain', '@bank.example', 'always')], ground),
    ).toBe('never')
    expect(ruledBy([rule('folder', 'inbox', 'always')], ground)).toBe('always')
  })

  test('goes out when it lies among what was sent, or is from the mailbox', () => {
    expect(directionOf({ from: someone('alias@acme.example') }, 'rui@acme.example', 'sent')).toBe('outbound')
    expect(directionOf({ from: someone('rui@acme.example') }, 'rui@acme.example', 'inbox')).toBe('outbound')
    expect(directionOf({ from: someone('ana@x.example') }, 'rui@acme.example', 'inbox')).toBe('inbound')
  })
})

describe('snippets', () => {
  test('leave out what is answered and signed', () => {
    expect(withoutQuoted('Yes.\n\nOn Mon, Ana wrote:\n> Red?')).toBe('Yes.')
    expect(withoutQuoted('Sim\n-- \nRui')).toBe('Sim')
    expect(snippetOf('> all\n> quoted')).toBe('> all > quoted')
  })
  test('are one line of whole letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const snippet = snippetOf(text)
        expect(Array.from(snippet).length).toBeLessThanOrEqual(200)
        expect(snippet).not.toMatch(/[\n\r]/)
      }),
    )
  })
})

describe('templates', () => {
  test('point at the character that is wrong', () => {
    expect(readTemplate('Hi {{ nobody }} {{').problems).toEqual([
      { at: 6, kind: 'unknown', said: 'nobody' },
      { at: 16, kind: 'open', said: '{{' },
    ])
  })
  test('a text without fields stays, and values never become markup', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, value) => {
        const plain = text.replaceAll('{{', '')
        expect(fillTemplate(plain, {})).toBe(plain)
        const filled = fillTemplate('{{person.name|x}}', { 'person.name': value }, asHtml)
        expect(filled).not.toMatch(/[<>"]/)
      }),
    )
  })
})

test('a report of what did not arrive names the message and the reason', () => {
  const report =
    'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; Ana@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no\r\n such user\r\n'
  expect(bounceIn(report, 'Subject: x\r\nMessage-ID: <a@x>\r\n')).toEqual({
    messageId: '<a@x>',
    recipient: 'ana@x.example',
    reason: '550 no such user',
  })
  expect(bounceIn(report.replace('failed', 'delayed'), '')).toBeNull()
})

test('nothing of a message from outside acts, and images wait until they are asked for', async () => {
  const html =
    '<p onclick="x()">Hi<script>x()</script><a href="javascript:x()">a</a><img src="https://spy.example/p.gif"><iframe src="x"></iframe><style>p{}</style><p style="background:url(https://spy.example/b)">b</p><form action="x"><input></form>'
  const harmless = sanitiseMail(html)
  expect(harmless).not.toMatch(/script|onclick|javascript|iframe|<style|url\(|form|input/)
  expect(mailPage(harmless, false)).not.toContain('spy.example')
  expect(mailPage(harmless, true)).toContain('src="https://spy.example/p.gif"')
  const content = await contentOf(Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`))
  expect(content.body).toBe('<p>Hia<br />b</p>')
})

test('what an error while sending means', () => {
  expect(outcomeOf({ responseCode: 550 }, true)).toBe('never')
  expect(outcomeOf({ responseCode: 451 }, true)).toBe('later')
  expect(outcomeOf({ code: 'EAUTH' }, false)).toBe('never')
  expect(outcomeOf({ code: 'ECONNECTION' }, false)).toBe('later')
  expect(outcomeOf({ code: 'ECONNECTION' }, true)).toBe('unsure')
})
