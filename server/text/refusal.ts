import type { Problem } from '../../contract/http/problem.ts'
import { languageAsked, type LanguageName } from '../../contract/values/language.ts'
import { de } from './refusals/de.ts'
import { pt } from './refusals/pt.ts'

/**
 * What the API refuses with, in another language: by the English sentence that stands where it is refused, with `{0}`, `{1}`
 * for what is put into it there. What a language does not have yet is said in English.
 */
export type Refusals = Readonly<Record<string, string>>

const catalogues: Readonly<Partial<Record<LanguageName, Refusals>>> = { de, pt }

interface Pattern {
  expression: RegExp
  said: string
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Sentences with something put into them, those that say most before those that would take anything. */
function patternsOf(catalogue: Refusals): Pattern[] {
  const literal = (text: string) => text.replaceAll(/\{\d\}/g, '').length
  return Object.entries(catalogue)
    .filter(([sentence]) => /\{\d\}/.test(sentence))
    .toSorted(([a], [b]) => literal(b) - literal(a))
    .map(([sentence, said]) => ({
      expression: new RegExp(
        `^${sentence
          .split(/\{\d\}/)
          .map(escaped)
          .join('(.*)')}$`,
        's',
      ),
      said,
    }))
}

const patterns = new Map<LanguageName, Pattern[]>()

/** A sentence in a language; what was put into it is said in the language as well where it is a word of ours. */
export function refusalIn(language: LanguageName, sentence: string): string {
  const catalogue = catalogues[language]
  if (!catalogue) return sentence
  const plain = Object.hasOwn(catalogue, sentence) ? catalogue[sentence] : undefined
  if (plain !== undefined) return plain
  const known = patterns.get(language) ?? patternsOf(catalogue)
  patterns.set(language, known)
  for (const { expression, said } of known) {
    const found = expression.exec(sentence)
    if (found)
      return said.replaceAll(/\{(\d)\}/g, (_, at: string) => {
        const given = found[Number(at) + 1] ?? ''
        return Object.hasOwn(catalogue, given) ? (catalogue[given] as string) : given
      })
  }
  return sentence
}

/** A problem as a request asks to be told it; programs that ask for no language are told it in English. */
export function problemFor(problem: Problem, acceptLanguage: string | undefined): Problem {
  const language = languageAsked(acceptLanguage)
  if (!language || !catalogues[language]) return problem
  const say = (sentence: string) => refusalIn(language, sentence)
  return {
    ...problem,
    title: say(problem.title),
    ...(problem.detail === undefined ? {} : { detail: say(problem.detail) }),
    ...(problem.errors && {
      errors: problem.errors.map((error) => ({ ...error, message: say(error.message) })),
    }),
  }
}
