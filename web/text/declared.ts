import { eventTypes } from '../../contract/event-types.ts'
import { metrics } from '../../contract/metrics/metrics.ts'
import { recordTypes } from '../../contract/record-types.ts'
import { isChoice } from '../../contract/records/field.ts'
import { fieldsOf, type RecordType } from '../../contract/records/record-type.ts'
import { declaredName } from './labels.ts'
import type { Language } from './language.ts'

/** Every text of the declarations in English, by the key under which another language has its own. */
export function declaredTexts(): Map<string, string> {
  const texts = new Map<string, string>()
  for (const type of recordTypes as readonly RecordType[]) {
    texts.set(`type.${type.name}.one`, type.label.one).set(`type.${type.name}.many`, type.label.many)
    for (const field of Object.values(fieldsOf(type))) {
      const name = declaredName(field)
      texts.set(`field.${name}`, field.label)
      if (field.help !== undefined) texts.set(`help.${name}`, field.help)
      if ('inverse' in field && field.inverse) texts.set(`inverse.${name}`, field.inverse.label)
      if (isChoice(field))
        for (const option of field.options) texts.set(`choice.${declaredName(option)}`, option.label)
    }
  }
  for (const { type, label } of eventTypes) texts.set(`event.${type}`, label)
  for (const { slug, name, definition } of metrics)
    texts.set(`metric.${slug}.name`, name).set(`metric.${slug}.definition`, definition)
  return texts
}

/** Keys of declared texts that a language does not have yet, and keys of it that name nothing any more. */
export function untranslated({ declared }: Pick<Language, 'declared'>): {
  missing: string[]
  stale: string[]
} {
  const keys = new Set(declaredTexts().keys())
  return {
    missing: [...keys].filter((key) => !declared[key]),
    stale: Object.keys(declared).filter((key) => !keys.has(key)),
  }
}
