import { functionNames, functions } from '../../../../contract/records/formula/functions.ts'
import { manyOf, onesOf, readableFields } from '../../../../contract/records/formula/names.ts'
import { rollups } from '../../../../contract/records/formula/node.ts'
import { openOptions } from '../../../../contract/records/field.ts'
import { familyOf } from '../../../../contract/record-types.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import { fieldLabel, optionLabel, relationLabel, typeLabel } from '../../../text/labels.ts'

export interface Completion {
  kind: 'field' | 'reference' | 'many' | 'function' | 'option'
  /** What is written for it; a function with its parenthesis. */
  insert: string
  /** What people call it. */
  label: string
}

/** What can be chosen where somebody types: the word from `start` up to the caret is replaced. */
export interface Completing {
  start: number
  choices: Completion[]
}

const most = 40
const token = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[A-Za-z_][A-Za-z0-9_]*|[().,]|[^\s]/g

interface Open {
  call: string
  /** Of a roll-up: the relation that it is over, once it was named. */
  relation: string | null
  within: boolean
}

/** The type whose fields stand for themselves at the caret: within a roll-up's condition the related one. */
function typeAt(
  words: readonly string[],
  type: RecordType,
): { type: RecordType; nested: boolean; call: string | null } {
  const open: Open[] = []
  words.forEach((word, i) => {
    if (word === '(') open.push({ call: (words[i - 1] ?? '').toLowerCase(), relation: null, within: false })
    else if (word === ')') open.pop()
    else {
      const top = open.at(-1)
      if (!top || !(rollups as readonly string[]).includes(top.call)) return
      if (words[i - 1] === '(') top.relation = word
      if (['where', 'by'].includes(word.toLowerCase())) top.within = true
    }
  })
  const inside = open.findLast(({ within, relation }) => within && relation !== null)
  const relation = inside && manyOf(type).find(({ name }) => name === inside.relation)
  return relation
    ? { type: familyOf(type).of(relation.type.name), nested: true, call: null }
    : { type, nested: false, call: open.at(-1)?.call ?? null }
}

const fieldsOf = (type: RecordType): Completion[] =>
  readableFields(type).map(({ name, field }) => ({ kind: 'field', insert: name, label: fieldLabel(field) }))

/** The options of a choice that the caret is compared with. */
function optionsAt(words: readonly string[], type: RecordType): Completion[] {
  const sign = words.at(-1) === '=' && words.at(-2) === '!' ? -2 : -1
  if (words.at(-1) !== '=') return []
  const field = type.fields[words.at(sign - 1) ?? '']
  return field?.type === 'choice'
    ? openOptions(field).map((option) => ({
        kind: 'option',
        insert: `'${option.value}'`,
        label: optionLabel(option),
      }))
    : []
}

function all(words: readonly string[], type: RecordType): Completion[] {
  const at = typeAt(words, type)
  if (words.at(-1) === '.') {
    const relation = [...onesOf(type), ...manyOf(type)].find(({ name }) => name === words.at(-2))
    if (!relation) return []
    const target = familyOf(type).of(relation.type.name)
    const title: Completion = { kind: 'field', insert: 'title', label: typeLabel(target).one }
    return relation.direction === 'forward' ? [title, ...fieldsOf(target)] : fieldsOf(target)
  }
  const many = manyOf(at.type).map((relation): Completion => ({
    kind: 'many',
    insert: relation.name,
    label: relationLabel(relation),
  }))
  const ones = onesOf(at.type).map((relation): Completion => ({
    kind: 'reference',
    insert: `${relation.name}.`,
    label: relationLabel(relation),
  }))
  const called = functionNames.map((name): Completion => ({
    kind: 'function',
    insert: `${name}(`,
    label: functions[name],
  }))
  // Within a roll-up the related records come first: nothing else can stand there.
  const begins = words.at(-1) === '(' && (rollups as readonly string[]).includes(at.call ?? '')
  return [
    ...optionsAt(words, at.type),
    ...(begins ? many : []),
    ...fieldsOf(at.type),
    ...(at.nested ? [] : ones),
    ...(at.nested || begins ? [] : many),
    ...called.filter(
      ({ insert }) => !at.nested || !(rollups as readonly string[]).includes(insert.slice(0, -1)),
    ),
  ]
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** What may come where the caret stands: what begins so first, then what has it within. */
export function completionsAt(text: string, caret: number, type: RecordType): Completing {
  const before = text.slice(0, caret)
  const typed = /[A-Za-z_À-ÿ][\wÀ-ÿ]*$/.exec(before)?.[0] ?? ''
  const start = caret - typed.length
  const words = before.slice(0, start).match(token) ?? []
  const last = words.at(-1) ?? ''
  // Within quotes nothing is offered.
  if (/^['"]/.test(last) && !(last.length > 1 && last.endsWith(last[0] ?? ''))) return { start, choices: [] }
  const wanted = plain(typed)
  const ranked = all(words, type).flatMap((choice) => {
    const names = [choice.insert, choice.insert.replace(/^own_/, ''), choice.label].map(plain)
    const rank = names.includes(wanted)
      ? 0
      : names.some((name) => name.startsWith(wanted))
        ? 1
        : names.some((name) => name.includes(wanted))
          ? 2
          : 3
    return rank < 3 ? [{ choice, rank }] : []
  })
  return {
    start,
    choices: ranked
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ choice }) => choice),
  }
}
