/**
 * Templates: text with fields such as `{{person.firstName|there}}`. What stands behind the bar is written where nothing
 * is known.
 */
export interface MergeField {
  /** Where it begins in the text, counted in UTF-16 units; it ends before `to`. */
  from: number
  to: number
  field: string
  /** Null where none is given: then nothing is written. */
  fallback: string | null
}

export interface TemplateProblem {
  /** The position of the first character that is wrong. */
  at: number
  kind: 'unknown' | 'open' | 'empty'
  /** What stands there. */
  said: string
}

/** What a template may name. */
export const mergeFields = [
  'person.firstName',
  'person.lastName',
  'person.name',
  'person.jobTitle',
  'person.email',
  'company.name',
  'deal.name',
  'me.name',
  'me.email',
  'organisation.name',
  'document.number',
  'document.link',
] as const
export type MergeFieldName = (typeof mergeFields)[number]

export type MergeValues = Partial<Record<MergeFieldName, string | null>>

const isKnown = (name: string): name is MergeFieldName => (mergeFields as readonly string[]).includes(name)

/** The fields in a text and what is wrong with it, in the order of the text. */
export function readTemplate(text: string): { fields: MergeField[]; problems: TemplateProblem[] } {
  const fields: MergeField[] = []
  const problems: TemplateProblem[] = []
  for (let from = text.indexOf('{{'); from !== -1;) {
    const end = text.indexOf('}}', from + 2)
    if (end === -1) {
      problems.push({ at: from, kind: 'open', said: text.slice(from, from + 20) })
      break
    }
    const inner = text.slice(from + 2, end)
    const [name = ''] = inner.split('|')
    const field = name.trim()
    const bar = inner.indexOf('|')
    if (field === '') problems.push({ at: from, kind: 'empty', said: text.slice(from, end + 2) })
    else if (!isKnown(field))
      problems.push({ at: from + 2 + name.indexOf(field), kind: 'unknown', said: field })
    fields.push({ from, to: end + 2, field, fallback: bar === -1 ? null : inner.slice(bar + 1).trim() })
    from = text.indexOf('{{', end + 2)
  }
  return { fields, problems }
}

/** Fills the fields in. `write` puts a value as the text around it has to have it, such as with entities in HTML. */
export function fillTemplate(
  text: string,
  values: MergeValues,
  write: (value: string) => string = (value) => value,
): string {
  let filled = ''
  let at = 0
  for (const { from, to, field, fallback } of readTemplate(text).fields) {
    const value = isKnown(field) ? values[field]?.trim() : undefined
    // A fall-back stands in the text already, as that has to have it.
    filled += text.slice(at, from) + (value ? write(value) : (fallback ?? ''))
    at = to
  }
  return filled + text.slice(at)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const asHtml = (text: string): string => text.replace(/[&<>"]/g, (mark) => entities[mark] ?? mark)
