import { isFile, targetOf, type Field, type FieldType } from '../../../contract/records/field.ts'
import type { ColumnLook, Look, Suggestion } from '../../../contract/records/import.ts'
import type { FieldMapping, FileMapping } from '../../../contract/records/import-mapping.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { declaredTypes, type RecordTypes } from '../../../contract/record-types.ts'
import { suggestDateFormat } from './dates.ts'
import { looksLike } from './look.ts'
import { suggestDecimal } from './numbers.ts'
import { fullName } from './plan.ts'
import { wordsOf } from './reading.ts'
import { bare, nearest, similarity } from './similarity.ts'

/** What a column of a sample looks like: its most frequent look, how full it is, what it holds. */
export function lookAt(name: string, cells: readonly string[]): ColumnLook {
  const looks = new Map<Look, number>()
  const values = new Map<string, number>()
  for (const cell of cells) {
    const look = looksLike(cell)
    if (look !== 'blank') {
      looks.set(look, (looks.get(look) ?? 0) + 1)
      values.set(cell.trim(), (values.get(cell.trim()) ?? 0) + 1)
    }
  }
  const filled = [...looks.values()].reduce((sum, count) => sum + count, 0)
  const [usual, times] = [...looks].sort((a, b) => b[1] - a[1])[0] ?? ['blank' as const, 0]
  return {
    name,
    look: filled === 0 ? 'blank' : times >= filled * 0.8 ? usual : 'text',
    blanks: cells.length - filled,
    distinct: values.size,
    values: [...values]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 50)
      .map(([value, count]) => ({ value, count })),
  }
}

/** How well values that look like this fit a field of a type: 0 not at all, 1 perfectly. */
const fits: Partial<Record<FieldType, Partial<Record<Look, number>>>> = {
  number: { number: 1 },
  money: { number: 1 },
  percentage: { number: 1 },
  duration: { number: 0.8, text: 0.5, other: 0.5 },
  date: { date: 1, number: 0.3 },
  moment: { date: 1, number: 0.3 },
  yesNo: { yesNo: 1, number: 0.3 },
  email: { email: 1 },
  phone: { phone: 1, number: 0.7 },
  link: { link: 1, text: 0.5, other: 0.5 },
}

/** Below this share of values that fit, a name alone is not believed. */
const MOST = 0.5

/** The share of a column's values that look as a type asks. */
function share(column: ColumnLook, known: Partial<Record<Look, number>>): number {
  const total = column.values.reduce((sum, { count }) => sum + count, 0)
  const fitting = column.values.filter(({ value }) => known[looksLike(value)])
  return total === 0 ? 0 : fitting.reduce((sum, { count }) => sum + count, 0) / total
}

const fit = (type: FieldType, column: ColumnLook): number => {
  const { look } = column
  if (look === 'blank') return 0.6
  const known = fits[type]
  if (known) {
    // Rows that do not fit are refused one by one when it is tried out; the others are no reason to leave it out.
    const fitting = share(column, known)
    return known[look] ?? (fitting >= MOST ? fitting * 0.8 : 0)
  }
  // Words fit everything that is written in words; an e-mail or a date in a name's column is a mistake.
  return {
    text: 1,
    other: 1,
    id: 0.9,
    number: 0.6,
    yesNo: 0.7,
    phone: 0.5,
    date: 0.4,
    link: 0.5,
    email: 0.5,
  }[look]
}

/** Fields that a look alone gives away, when no name does. */
const telling: Partial<Record<Look, FieldType>> = { email: 'email', phone: 'phone', link: 'link' }

/** How sure a column's name is to mean a field, and by which of the field's names. */
function nameLikeness(
  column: string,
  type: RecordType,
  name: string,
  field: Field,
): { likeness: number; by: string } {
  const own = bare(column)
  const stripped = [type.name, type.label.one, type.label.many]
    .map(bare)
    .reduce(
      (text, prefix) =>
        text.startsWith(prefix) && text.length > prefix.length ? text.slice(prefix.length) : text,
      own,
    )
  let best = { likeness: 0, by: '' }
  for (const known of [name, field.label, ...(field.alsoKnownAs ?? [])]) {
    const word = bare(known)
    const exact =
      own === word ? 1 : stripped === word ? 0.95 : own === `${word}id` || own === `${word}name` ? 0.9 : 0
    const likeness =
      exact || (Math.min(own.length, word.length) > 3 ? Math.max(0, similarity(own, word) - 0.1) : 0)
    if (likeness > best.likeness) best = { likeness, by: known }
  }
  return best
}

/** Fields that a file may fill; people also by their whole name. */
const fillable = (type: RecordType): [string, Field][] => [
  ...Object.entries(type.fields).filter(([, field]) => !field.readOnly && !isFile(field)),
  ...(type.fields.firstName ? [['name', fullName] as [string, Field]] : []),
]

interface Candidate {
  column: ColumnLook
  name: string
  field: Field
  confidence: number
  because: string
}

/** Which column fills which field of a type, each field and each column once, the surest first. */
export function suggestFields(type: RecordType, columns: readonly ColumnLook[]): Suggestion[] {
  const candidates: Candidate[] = []
  for (const column of columns)
    for (const [name, field] of fillable(type)) {
      const { likeness, by } = nameLikeness(column.name, type, name, field)
      const values = fit(field.type, column)
      if (likeness >= 0.65 && values > 0)
        candidates.push({
          column,
          name,
          field,
          confidence: likeness * (0.5 + values / 2),
          because: `“${column.name}” is another name of ${by}`,
        })
      else if (telling[column.look] === field.type)
        candidates.push({
          column,
          name,
          field,
          confidence: 0.6,
          because: `its values look like ${field.label.toLowerCase()}s`,
        })
    }
  candidates.sort((a, b) => b.confidence - a.confidence)
  const [taken, filled] = [new Set<string>(), new Set<string>()]
  return candidates.flatMap((candidate) => {
    if (taken.has(candidate.column.name) || filled.has(candidate.name)) return []
    taken.add(candidate.column.name)
    filled.add(candidate.name)
    return [suggestion(candidate)]
  })
}

function suggestion({ column, name, field, confidence, because }: Candidate): Suggestion {
  const known = fits[field.type]
  const values = column.values
    .map(({ value }) => value)
    .filter((value) => !known || known[looksLike(value)] !== undefined)
  const mapping: FieldMapping = {
    field: field.type === 'address' ? `${name}.${addressPart(column.name)}` : name,
    column: column.name,
  }
  const suggested: Suggestion = { mapping, confidence: Math.round(confidence * 100) / 100, because }
  if (field.type === 'date' || field.type === 'moment') {
    const format = suggestDateFormat(values)
    if (format) {
      mapping.format = format.format
      if (format.alternatives.length > 0) suggested.alternatives = format.alternatives
    }
  } else if (field.type === 'number' || field.type === 'money' || field.type === 'percentage') {
    const decimal = suggestDecimal(values)
    if (decimal?.decimal === ',') mapping.decimal = ','
    if (decimal?.ambiguous) suggested.alternatives = [decimal.decimal === ',' ? '.' : ',']
  } else if (targetOf(field))
    mapping.reference = {
      by:
        column.look === 'email'
          ? 'email'
          : column.look === 'id' || /(^|[^a-z])id$/i.test(column.name)
            ? 'externalId'
            : 'name',
    }
  else {
    const words = suggestMeanings(values, wordsOf(field))
    if (Object.keys(words).length > 0) mapping.values = words
  }
  return suggested
}

/** Words of a column that are no option, and the options that they are probably meant to be. */
export function suggestMeanings(
  words: readonly string[],
  options: readonly string[],
): Record<string, string> {
  const known = new Set(options.map(bare))
  const meanings: Record<string, string> = {}
  for (const word of words) {
    if (options.length === 0 || known.has(bare(word))) continue
    const meant = nearest(word, options)
    if (meant) meanings[word] = meant.candidate
  }
  return meanings
}

function addressPart(column: string): string {
  const name = bare(column)
  if (/zip|postal|postcode|plz|cep/.test(name)) return 'postalCode'
  if (/country|land$|pais/.test(name)) return 'country'
  if (/city|town|ort$|stadt|cidade/.test(name)) return 'city'
  if (/state|region|province|county/.test(name)) return 'region'
  return 'street'
}

/** The column that holds each record's id at its source: filled, never twice, and called so. */
export function suggestSourceId(columns: readonly ColumnLook[], rows: number): string | undefined {
  const candidates = columns.filter((column) => column.blanks === 0 && column.distinct === rows && rows > 0)
  return (
    candidates.find((column) => /(^|[^a-z])(id|key|guid|uuid|number|no)$/i.test(column.name)) ??
    candidates.find((column) => column.look === 'id')
  )?.name
}

/** What exports call records of some types. */
const alsoCalled: Record<string, readonly string[]> = {
  person: ['contact', 'lead', 'subscriber'],
  company: ['account', 'organisation', 'organization', 'firm'],
  deal: ['opportunit', 'pipeline'],
  user: ['agent', 'staff', 'seller'],
  product: ['item', 'article'],
  'exchange-rate': ['rate', 'currenc'],
}

/** What a file's rows probably are, the likeliest type first, with the mapping that it suggests. */
export function suggestFile(
  fileName: string,
  columns: readonly ColumnLook[],
  rows: number,
  only?: string,
  types: RecordTypes = declaredTypes,
): { file: FileMapping; suggestions: Suggestion[]; confidence: number }[] {
  const sourceId = suggestSourceId(columns, rows)
  const name = bare(fileName.replace(/\.[^.]*$/, ''))
  return types.all
    .filter((type) => only === undefined || type.name === only)
    .map((type) => {
      const suggestions = suggestFields(
        type,
        columns.filter((column) => column.name !== sourceId || columns.length === 1),
      )
      const called = [type.plural, type.name, ...(alsoCalled[type.name] ?? [])].map(bare)
      const named = called.some((word) => name.includes(word))
        ? 0.5
        : called.some((word) => bare(sourceId ?? '').startsWith(word))
          ? 0.3
          : 0
      const covered = suggestions.reduce((sum, one) => sum + one.confidence, 0) / Math.max(columns.length, 1)
      const needed = Object.entries(type.fields).filter(
        ([, field]) => field.required && !('default' in field),
      )
      const lacking = needed.some(([field]) => !suggestions.some((one) => one.mapping.field === field))
        ? 0.3
        : 0
      const file: FileMapping = {
        match: fileName,
        recordType: type.name,
        ...(sourceId && { sourceId }),
        fields: suggestions.map((one) => one.mapping),
      }
      return {
        file,
        suggestions,
        confidence: Math.max(0, Math.round((covered + named - lacking) * 100) / 100),
      }
    })
    .sort((a, b) => b.confidence - a.confidence)
}
