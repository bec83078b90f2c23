import { familyOf, relationsOf, type Relation } from '../../record-types.ts'
import { isChoice, type Field } from '../field.ts'
import { fieldOf, fieldsOf, type RecordType } from '../record-type.ts'
import type { Kind, Node } from './node.ts'
import { FormulaError } from './problem.ts'
import type { NameSyntax } from './syntax.ts'

const kindOf: Partial<Record<Field['type'], Kind>> = {
  text: 'text',
  email: 'text',
  phone: 'text',
  link: 'text',
  choice: 'text',
  number: 'number',
  percentage: 'number',
  money: 'money',
  date: 'date',
  moment: 'moment',
  duration: 'duration',
  yesNo: 'yesNo',
}

/** The title of a record is made from several of its fields, and read like one. */
const title: Field = { type: 'text', label: 'Title', readOnly: true }

/** What a formula may ask of a record that another one leads to. */
const readable = (type: RecordType, name: string): Field | undefined =>
  name === 'title' ? title : fieldOf(type, name)

/** The relations of a type of which there may be several records, which are rolled up. */
export const manyOf = (type: RecordType): Relation[] =>
  relationsOf(type).filter(
    ({ direction, declared }) => direction === 'inverse' || declared.type === 'references',
  )

/** The references of a type that lead to one record, through which a formula goes. */
export const onesOf = (type: RecordType): Relation[] =>
  relationsOf(type).filter(
    ({ direction, declared }) => direction === 'forward' && declared.type !== 'references',
  )

/** The names of a type's fields that a formula can read, with what people call them. */
export const readableFields = (type: RecordType): { name: string; field: Field }[] =>
  Object.entries(fieldsOf(type)).flatMap(([name, field]) => (kindOf[field.type] ? [{ name, field }] : []))

/** Letters to change, add, leave out or swap to come from one word to the other. */
function distance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost, swapped))
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? Infinity
}

const plain = (word: string) =>
  word
    .toLowerCase()
    .replace(/^own_/, '')
    .replace(/[^a-z0-9]/g, '')

/** The names that were likely meant by a word, at most three, by their letters or by what people call them. */
export function nearest(word: string, known: readonly { name: string; label?: string }[]): string[] {
  const meant = plain(word)
  const far = Math.max(1, Math.floor(meant.length / 3))
  return known
    .flatMap(({ name, label = name }) => {
      const away = Math.min(
        ...[name, label]
          .map(plain)
          .map((other) => (other.startsWith(meant) && meant.length > 2 ? 0.5 : distance(meant, other))),
      )
      return away <= far ? [{ name, away }] : []
    })
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name)
}

const meaning = (suggestions: readonly string[]): string =>
  suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : ''

type Word = NameSyntax['path'][number]

function unknown(word: Word, type: RecordType, through: boolean): FormulaError {
  const known = [
    ...readableFields(type).map(({ name, field }) => ({ name, label: field.label })),
    ...(through ? [{ name: 'title' }] : relationsOf(type).map(({ name, label }) => ({ name, label }))),
  ]
  const suggestions = nearest(word.text, known)
  return new FormulaError(
    `${type.label.many} have no field “${word.text}”.${meaning(suggestions)}`,
    word,
    suggestions,
  )
}

function kindIn(word: Word, field: Field): Kind {
  const kind = kindOf[field.type]
  if (kind) return kind
  throw new FormulaError(
    `“${field.label}” is a field of a kind that a formula cannot calculate with. Use numbers, amounts, texts, days, yes or no, and choices.`,
    word,
  )
}

/** A field of the record itself, or of the one that its reference leads to. Throws `FormulaError`. */
export function resolveName(syntax: NameSyntax, type: RecordType, oneStep: boolean): Node {
  const [first, second] = syntax.path as [Word, Word?]
  if (!second) {
    const field = fieldOf(type, first.text)
    if (!field) {
      const many = manyOf(type).find(({ name }) => name === first.text)
      if (many)
        throw new FormulaError(
          `There may be several ${many.label.toLowerCase()}: say what to make of them, such as count(${first.text})`,
          first,
        )
      throw unknown(first, type, false)
    }
    if (field.type === 'reference' || field.type === 'user')
      throw new FormulaError(
        `“${field.label}” leads to a record. Say which of its fields: ${first.text}.title`,
        first,
      )
    return { is: 'field', kind: kindIn(first, field), field: first.text, declared: field }
  }
  const relation = onesOf(type).find(({ name }) => name === first.text)
  if (!relation) {
    const several = manyOf(type).find(({ name }) => name === first.text)
    if (several)
      throw new FormulaError(
        `There may be several ${several.label.toLowerCase()}: say which counts, such as max(${first.text}.${second.text}) or latest(…)`,
        syntax,
      )
    const field = fieldOf(type, first.text)
    if (field) throw new FormulaError(`“${field.label}” leads to no other record`, first)
    const suggestions = nearest(
      first.text,
      relationsOf(type).map(({ name, label }) => ({ name, label })),
    )
    throw new FormulaError(
      `${type.label.many} do not lead to “${first.text}”.${meaning(suggestions)}`,
      first,
      suggestions,
    )
  }
  if (!oneStep)
    throw new FormulaError(
      `Within a roll-up only the fields of the ${type.label.many.toLowerCase()} themselves count. Make a field of this there, and use that.`,
      syntax,
    )
  const target = familyOf(type).of(relation.type.name)
  const field = readable(target, second.text)
  if (!field) throw unknown(second, target, true)
  return {
    is: 'through',
    kind: kindIn(second, field),
    reference: relation.field,
    to: target.name,
    field: second.text,
    declared: field,
  }
}

/** The relation that a roll-up is over, with the field that it rolls up. Throws `FormulaError`. */
export function resolveMany(
  syntax: NameSyntax,
  type: RecordType,
): { relation: Relation; field: NameSyntax | null } {
  const [first, second] = syntax.path as [Word, Word?]
  const relation = manyOf(type).find(({ name }) => name === first.text)
  if (!relation) {
    const suggestions = nearest(
      first.text,
      manyOf(type).map(({ name, label }) => ({ name, label })),
    )
    const known = manyOf(type).map(({ name }) => name)
    throw new FormulaError(
      `${type.label.many} have no related records “${first.text}”.${meaning(suggestions) || (known.length > 0 ? ` There are ${known.join(', ')}.` : '')}`,
      first,
      suggestions,
    )
  }
  return {
    relation,
    field: second ? { kind: 'name', path: [second], start: second.start, end: second.end } : null,
  }
}

/** The value of the option that a word names, by its value or by what it is called. Throws `FormulaError`. */
export function optionNamed(word: string, field: Field, span: { start: number; end: number }): string {
  if (!isChoice(field)) return word
  const same = (a: string) => a.toLowerCase() === word.toLowerCase()
  const option =
    field.options.find(({ value }) => value === word) ??
    field.options.find(({ value, label }) => same(value) || same(label))
  if (option) return option.value
  if (field.open) return word
  const suggestions = nearest(
    word,
    field.options.map(({ value, label }) => ({ name: value, label })),
  )
  throw new FormulaError(
    `“${field.label}” has no option “${word}”.${meaning(suggestions) || ` There are ${field.options.map(({ value }) => value).join(', ')}.`}`,
    span,
    suggestions.map((value) => `'${value}'`),
  )
}
