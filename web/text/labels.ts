import { eventTypeOf } from '../../contract/event-types.ts'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { recordTypes, type Relation } from '../../contract/record-types.ts'
import { isChoice, type ChoiceOption, type Field } from '../../contract/records/field.ts'
import { fieldsOf, systemFields, type RecordType } from '../../contract/records/record-type.ts'
import { language } from './language.ts'

/**
 * What the declarations call things: types, fields, choices, events, metrics. English stands in the declarations; another
 * language's catalogue has it under a stable key such as `field.deal.amount`. What a company has named itself has no key
 * and is shown as it is.
 */
const said = (key: string | undefined, source: string): string =>
  (key === undefined ? undefined : language.declared[key]) ?? source

/** Which declared field, or option of one, an object is: `deal.amount`, `deal.status.won`. */
const names = new WeakMap<object, string>()

for (const type of recordTypes as readonly RecordType[])
  for (const [name, field] of Object.entries(fieldsOf(type))) {
    const own = name in systemFields ? name : `${type.name}.${name}`
    if (!names.has(field)) names.set(field, own)
    if (isChoice(field))
      for (const option of field.options) if (!names.has(option)) names.set(option, `${own}.${option.value}`)
  }

/** A key of a kind for a declared thing; none for what is no part of a declaration. */
const keyOf = (kind: string, thing: object): string | undefined => {
  const name = names.get(thing)
  return name === undefined ? undefined : `${kind}.${name}`
}

export const typeLabel = ({ name, label }: RecordType): { one: string; many: string } => ({
  one: said(`type.${name}.one`, label.one),
  many: said(`type.${name}.many`, label.many),
})

export const fieldLabel = (field: Field): string => said(keyOf('field', field), field.label)

export const fieldHelp = (field: Field): string | undefined =>
  field.help === undefined ? undefined : said(keyOf('help', field), field.help)

export const optionLabel = (option: ChoiceOption): string => said(keyOf('choice', option), option.label)

/** What a value is called among the options; a value that is none of them says itself. */
export function choiceLabel(options: readonly ChoiceOption[], value: unknown): string {
  const option = options.find((one) => one.value === value)
  return option ? optionLabel(option) : String(value)
}

/** Options as the controls to choose from want them. */
export const choicesFrom = (options: readonly ChoiceOption[]): { value: string; label: string }[] =>
  options.map((option) => ({ value: option.value, label: optionLabel(option) }))

export function relationLabel({ direction, declared, label }: Relation): string {
  return said(keyOf(direction === 'forward' ? 'field' : 'inverse', declared), label)
}

/** An event type's label; one that this version does not know says its name. */
export const eventLabel = (type: string): string => said(`event.${type}`, eventTypeOf(type)?.label ?? type)

export const metricName = ({ slug, name }: Pick<MetricDefinition, 'slug' | 'name'>): string =>
  said(`metric.${slug}.name`, name)

export const metricSentence = ({ slug, definition }: Pick<MetricDefinition, 'slug' | 'definition'>): string =>
  said(`metric.${slug}.definition`, definition)

/** Words that metrics call their parts: what is counted, what is left out and why. Their key is the English itself. */
export const phrase = (text: string): string => said(`phrase.${text}`, text)

/** A label as it stands within a sentence. */
export const inText = (label: string): string => (language.keepsCapitals ? label : label.toLowerCase())

/** The declared name of a field or option, for whoever lists all texts. */
export const declaredName = (thing: object): string | undefined => names.get(thing)
