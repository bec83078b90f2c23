import { eventTypes } from '../../contract/event-types.ts'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { metrics } from '../../contract/metrics/metrics.ts'
import { recordTypes } from '../../contract/record-types.ts'
import { isChoice } from '../../contract/records/field.ts'
import { fieldsOf, type RecordType } from '../../contract/records/record-type.ts'
import { declaredName } from './labels.ts'
import type { Catalogue } from './catalogue.ts'

/** What the answers about metrics call their parts, beside what the definitions say. */
const phrases = [
  'Team',
  'None',
  'Yes',
  'No',
  'Not for you to see',
  'Amount',
  'Lead to qualified',
  'Qualified to opportunity',
  'Opportunity to customer',
  'By amount',
  'Open amount',
  'Of these with an amount of zero',
  'Re-opened since, still open',
  'Without an amount',
  'No exchange rate known',
  'No exchange rate known on the day it closed',
  'Closed before opened',
  'Without the day it was opened',
  'Won or ordered without a company or person',
  'Orders',
  'Cancelled or refunded',
  'Open deals',
  'Average deal size, 12 months',
  'Win rate, 12 months',
  'Mean sales cycle, 12 months',
  'To the next stage',
  'Won in the end',
  'Lost from there',
  'Activities per deal lost',
  'Calls per deal won',
  'Calls per deal lost',
  'Meetings per deal won',
  'Meetings per deal lost',
  'Emails sent per deal won',
  'Emails sent per deal lost',
  'Emails received per deal won',
  'Emails received per deal lost',
  'Notes per deal won',
  'Notes per deal lost',
  'Tasks per deal won',
  'Tasks per deal lost',
  'Nobody has responded yet',
  'Decided about without a touch',
  'By the clock on the wall',
  'Marketing spend in the window',
  'Sales costs in the window',
  'Lag',
  'Months of the window without any costs',
  'Monthly revenue per new customer',
  'Gross margin',
  'Acquisition cost',
  'Without the cost of a product',
  'New customers without an order or contract',
  'Order lines without a cost',
  'Size',
  'Country',
  'Region',
  'Number of activities',
  'Closed',
  'Best case',
  'Pipeline',
  'Won',
  'Quota',
  'Quota met',
  'No quota',
  'Coverage required',
  'Of its members together',
  'Product',
  'Product family',
  'Each product has the share of its lines, exact to the cent; an order counts under each of its products.',
  'Each family has the share of its lines, exact to the cent; an order counts under each of its families.',
  'Competitor',
  'Winning competitor',
  'A deal with several competitors counts under each, so that these do not add up to the whole.',
  'The one competitor that a deal was lost to.',
]

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
  for (const { slug, name, definition, anchor, terms } of metrics as readonly MetricDefinition[]) {
    texts.set(`metric.${slug}.name`, name).set(`metric.${slug}.definition`, definition)
    for (const text of [...Object.values(terms), ...(anchor === null ? [] : [anchor]), ...phrases])
      texts.set(`phrase.${text}`, text)
  }
  return texts
}

/** Keys of declared texts that a language does not have yet, and keys of it that name nothing any more. */
export function untranslated({ declared }: Pick<Catalogue, 'declared'>): {
  missing: string[]
  stale: string[]
} {
  const keys = new Set(declaredTexts().keys())
  return {
    missing: [...keys].filter((key) => !declared[key]),
    stale: Object.keys(declared).filter((key) => !keys.has(key)),
  }
}
