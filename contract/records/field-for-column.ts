import type { FieldType } from './field.ts'
import type { ColumnLook, Look } from './import.ts'

/** What a column of a file would be as a field of the company's own. */
export interface SuggestedField {
  label: string
  type: FieldType
  options?: { label: string }[]
}

const byLook: Partial<Record<Look, FieldType>> = {
  number: 'number',
  date: 'date',
  email: 'email',
  link: 'link',
  phone: 'phone',
  yesNo: 'yesNo',
}

/** More options are no choice any more, nor are words that hardly ever come again. */
const mostOptions = 12
const timesEach = 3
const longestOption = 40
const longestText = 400

/** The field that a column's name and values suggest; pure. */
export function fieldForColumn({ name, look, distinct, values }: ColumnLook): SuggestedField {
  const label =
    name
      .trim()
      .replaceAll(/[_\s]+/g, ' ')
      .slice(0, 80) || '1'
  const words = values.map(({ value }) => value.trim()).filter(Boolean)
  if (look === 'number' && words.every((word) => word.endsWith('%'))) return { label, type: 'percentage' }
  if (look === 'number' && words.every((word) => /\p{Sc}|^[A-Z]{3}\s|\s[A-Z]{3}$/u.test(word)))
    return { label, type: 'money' }
  if (look === 'date' && words.some((word) => word.includes(':'))) return { label, type: 'moment' }
  const known = byLook[look]
  if (known) return { label, type: known }
  const rows = values.reduce((sum, { count }) => sum + count, 0)
  const isChoice =
    distinct > 1 &&
    distinct <= mostOptions &&
    // Only where every word is known.
    words.length === distinct &&
    rows >= distinct * timesEach &&
    words.every((word) => word.length <= longestOption) &&
    new Set(words.map((word) => word.toLowerCase())).size === words.length
  if (isChoice && look !== 'id')
    return { label, type: 'choice', options: words.map((word) => ({ label: word })) }
  return { label, type: words.some((word) => word.length > longestText) ? 'longText' : 'text' }
}
