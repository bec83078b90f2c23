import { expect, test, describe } from 'vitest'
import { languages } from '../contract/values/language.ts'
import { de as germanMail } from '../server/text/mail/de.ts'
import { en as englishMail } from '../server/text/mail/en.ts'
import { pt as portugueseMail } from '../server/text/mail/pt.ts'
import { problemFor, refusalIn } from '../server/text/refusal.ts'
import { de as germanRefusals } from '../server/text/refusals/de.ts'
import { pt as portugueseRefusals } from '../server/text/refusals/pt.ts'
import { de } from '../web/text/de.ts'
import { declaredTexts, untranslated } from '../web/text/declared.ts'
import { en as near } from '../web/text/en.ts'
import { enPages } from '../web/text/en-pages.ts'
import { enSeldom } from '../web/text/en-seldom.ts'
import type { Catalogue, Entry } from '../web/text/catalogue.ts'
import { pt } from '../web/text/pt.ts'
import { placeOf, sourcesIn, walk, type Node, type Source } from './source.ts'

const en = { ...near, ...enPages, ...enSeldom }

const others: Record<
  string,
  { web: Catalogue; mail: Record<string, Entry>; refusals: Record<string, string> }
> = {
  de: { web: de, mail: germanMail, refusals: germanRefusals },
  pt: { web: pt, mail: portugueseMail, refusals: portugueseRefusals },
}

const formsOf = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))
/** What is put into a text, by name; a form by number need not say the number. */
const namesIn = (entry: Entry): string[] =>
  [...new Set(formsOf(entry).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort()

/** Keys that one of two catalogues lacks, and those whose texts are filled with something else. */
function differing(own: Readonly<Record<string, Entry>>, english: Readonly<Record<string, Entry>>) {
  const both = Object.keys(english).filter((key) => own[key] !== undefined)
  return {
    missing: Object.keys(english).filter((key) => !own[key]),
    stale: Object.keys(own).filter((key) => !(key in english)),
    filledOtherwise: both.filter(
      (key) => namesIn(own[key] as Entry).join() !== namesIn(english[key] as Entry).join(),
    ),
  }
}
const nothing = { missing: [], stale: [], filledOtherwise: [] }

test('every language that can be chosen has its catalogues', () => {
  expect(['en', ...Object.keys(others)]).toEqual([...languages])
})

describe.each(Object.entries(others))('in %s', (_, { web, mail, refusals }) => {
  test('the interface says everything, and nothing that is not said any more', () => {
    expect(differing(web.texts, en)).toEqual(nothing)
  })

  test('so do the names of what is declared', () => {
    expect(untranslated(web)).toEqual({ missing: [], stale: [] })
  })

  test('so do the mails', () => {
    expect(differing(mail, englishMail)).toEqual(nothing)
  })

  test('every refusal is known, and puts in what is put into it', () => {
    const known = new Set(Object.keys(refusals).map((sentence) => sentence.replaceAll(/\{\d\}/g, '{}')))
    const missing = refusalsSaid().filter(({ sentence }) => !known.has(sentence))
    expect(missing.map(({ sentence, place }) => `${place} ${sentence}`)).toEqual([])
    const invented = Object.entries(refusals).filter(([sentence, said]) =>
      (said.match(/\{\d\}/g) ?? []).some((name) => !sentence.includes(name)),
    )
    expect(invented.map(([sentence]) => sentence)).toEqual([])
  })
})

test('a refusal is said as the request asks, what was put into it included', () => {
  const missing = 'There is no such team member, or it is not for you to see.'
  expect(refusalIn('de', missing)).toBe('Das gibt es nicht, oder Sie dürfen es nicht sehen: Teammitglied.')
  expect(refusalIn('pt', 'Wait 12 seconds and try again.')).toBe('Espere 12 segundos e tente outra vez.')
  expect(refusalIn('de', 'Nobody has said this before')).toBe('Nobody has said this before')
  expect(refusalIn('de', 'constructor')).toBe('constructor')
  const problem = {
    type: 'about:blank',
    status: 422,
    title: 'Invalid values',
    detail: 'One line\nand another',
    errors: [{ path: 'email', message: 'Already taken' }],
  }
  expect(problemFor(problem, 'de-AT,en;q=0.5')).toMatchObject({
    title: 'Ungültige Werte',
    detail: 'One line\nand another',
    errors: [{ path: 'email', message: 'Schon vergeben' }],
  })
  for (const asked of [undefined, '*', 'en', 'fr']) expect(problemFor(problem, asked)).toBe(problem)
})

/** Which argument of these functions a person reads. */
const refusing: Readonly<Record<string, number>> = { invalidField: 1, conflict: 0, forbidden: 0, notFound: 0 }
/** What programmers and command lines read stays in English. */
const notForPeople =
  /^server\/(text|db|commands|ecosystem\/(sample|mcp))\/|^server\/(config|command-line|main)\.ts|^server\/keeping\/(restore|archive|measures)\.ts|^contract\/http\/|\/(example|examples)\.ts|openapi|^server\/http\/refusals/

/** The sentences that a piece of source may say, with `{}` for what is put into them. */
function sentencesOf(node: Node | undefined): string[] {
  if (node?.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : []
  if (node?.type === 'TemplateLiteral')
    return [(node['quasis'] as Node[]).map((part) => (part['value'] as { cooked: string }).cooked).join('{}')]
  if (node?.type === 'ConditionalExpression')
    return [...sentencesOf(node['consequent'] as Node), ...sentencesOf(node['alternate'] as Node)]
  return []
}

/** Every sentence with which the server and its contract refuse something. */
function refusalsSaid(): { sentence: string; place: string }[] {
  const said = new Map<string, string>()
  for (const source of sourcesIn('contract', 'server')) {
    if (notForPeople.test(source.file)) continue
    walk(source.tree, (node) => {
      const note = (sentences: string[]) => {
        for (const sentence of sentences)
          if (/\p{L}/u.test(sentence)) said.set(sentence, placeOf(source, node))
      }
      if (node.type === 'CallExpression') {
        const { type, name, property } = node['callee'] as Node & { name?: string; property?: Node }
        const args = node['arguments'] as Node[]
        if (type === 'Identifier' && name && Object.hasOwn(refusing, name))
          note(sentencesOf(args[refusing[name] as number]))
        // The sentences of schemas: `.min(1, 'Name the view')`.
        if (
          type === 'MemberExpression' &&
          source.file.startsWith('contract/') &&
          property?.['name'] !== 'describe'
        )
          note(args.flatMap(sentencesOf).filter((text) => /^[A-Z][a-z’]*,? .*[a-z]/.test(text)))
      }
      if (node.type === 'NewExpression' && (node['callee'] as Node)['name'] === 'Refusal') {
        const [problem] = node['arguments'] as Node[]
        for (const property of (problem?.['properties'] ?? []) as Node[])
          if (['title', 'detail'].includes(String((property['key'] as Node | undefined)?.['name'])))
            note(sentencesOf(property['value'] as Node))
      }
      if (node.type === 'Property' && (node['key'] as Node)['name'] === 'message')
        note(sentencesOf(node['value'] as Node))
    })
  }
  return [...said].map(([sentence, place]) => ({ sentence, place }))
}

/** Properties of elements that are read, seen or spoken. */
const read =
  /^(aria-(label|description|roledescription|valuetext)|label|title|placeholder|alt|description|text|heading|help|summary|subtitle|nothingFoundMessage|legend)$/
/** Signs, names, keys, addresses and units: the same in every language. */
const wordless = /^[^\p{L}]*$|^(Throughline|CSV|JSON|XLSX|PDF|API|MB|GB|ms|\p{Ll}|\S*[./]\S*|1 h 30 min)$/u

function untranslatedIn(source: Source): string[] {
  const found: string[] = []
  const note = (node: Node, text: string) => {
    if (!wordless.test(text.trim())) found.push(`${placeOf(source, node)} ${text.trim()}`)
  }
  walk(source.tree, (node, around) => {
    if (node.type === 'JSXText') note(node, String(node['value']))
    if (node.type === 'JSXAttribute' && read.test(nameOf(node['name'] as Node))) {
      const value = node['value'] as Node | null
      const inner = value?.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value
      for (const text of sentencesOf(inner ?? undefined)) note(node, text.replaceAll('{}', ' '))
    }
    const holder = around.at(-1)
    // `{open ? 'Close' : 'Open'}` between tags.
    if (node.type === 'JSXExpressionContainer' && /^JSX(Element|Fragment)$/.test(holder?.type ?? ''))
      for (const text of sentencesOf(node['expression'] as Node)) note(node, text.replaceAll('{}', ' '))
  })
  return found
}

const nameOf = (name: Node): string =>
  name.type === 'JSXNamespacedName' ? nameOf(name['name'] as Node) : String(name['name'])

test('the pages show no words of their own, only those of the catalogue', () => {
  const pages = sourcesIn('web').filter(({ file }) => file.endsWith('.tsx') && !file.startsWith('web/text/'))
  expect(pages.length).toBeGreaterThan(100)
  expect(pages.flatMap(untranslatedIn)).toEqual([])
})

test('what metrics call their parts is among the declared texts', () => {
  const labels = sourcesIn('server/metrics').flatMap((source) => {
    const found: string[] = []
    walk(source.tree, (node) => {
      if (node.type === 'Property' && (node['key'] as Node)['name'] === 'label')
        found.push(...sentencesOf(node['value'] as Node).filter((text) => /\p{L}/u.test(text)))
      if (node.type === 'CallExpression' && (node['callee'] as Node)['name'] === 'step')
        found.push(...sentencesOf((node['arguments'] as Node[])[1]))
    })
    return found
  })
  expect(labels.length).toBeGreaterThan(5)
  const known = declaredTexts()
  expect(labels.filter((label) => !known.has(`phrase.${label}`))).toEqual([])
})
