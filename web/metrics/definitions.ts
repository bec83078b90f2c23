import { dimensionsOf, type Dimension } from '../../contract/metrics/dimensions.ts'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { metrics as declared } from '../../contract/metrics/metrics.ts'
import type { Measure, MetricAnswer } from '../../contract/metrics/routes.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import { isChoice } from '../../contract/records/field.ts'
import type { Grain, Period } from '../../contract/values/period.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import {
  choiceLabel,
  fieldHelp,
  fieldLabel,
  inText,
  metricName,
  metricSentence,
  phrase,
} from '../text/labels.ts'
import { language } from '../text/language.ts'
import { grainFor } from './period.ts'

const termsIn = (terms: MetricDefinition['terms']): MetricDefinition['terms'] =>
  'of' in terms
    ? { of: phrase(terms.of) }
    : { numerator: phrase(terms.numerator), denominator: phrase(terms.denominator) }

/** The metrics as the reader's language says them. */
export const metrics: readonly MetricDefinition[] = (declared as readonly MetricDefinition[]).map((one) => ({
  ...one,
  name: metricName(one),
  definition: metricSentence(one),
  anchor: one.anchor === null ? null : phrase(one.anchor),
  terms: termsIn(one.terms),
}))

export const metricOf = (slug: string): MetricDefinition | undefined =>
  metrics.find((one) => one.slug === slug)

const dimensionOf = (type: RecordType, name: string): Dimension | undefined =>
  dimensionsOf(type).find((dimension) => dimension.name === name)

/** What a dimension of a record type is called; one that this page does not know says what the server calls it. */
export function dimensionLabel(recordType: string, { name, label }: { name: string; label: string }): string {
  const type: RecordType = recordTypeOf(recordType)
  const dimension = dimensionOf(type, name)
  if (!dimension) return label
  if (name === 'team') return phrase(dimension.label)
  const reference = dimension.through ? type.fields[dimension.through] : undefined
  const field = phrase(fieldLabel(dimension.field))
  return reference ? `${fieldLabel(reference)}: ${inText(field)}` : field
}

/** What a dimension says of itself that its name does not, as that its groups do not add up. */
export function dimensionHelp(recordType: string, name: string | undefined): string | null {
  const dimension = name ? dimensionOf(recordTypeOf(recordType), name) : undefined
  const help = dimension?.workedOut && fieldHelp(dimension.field)
  return help ? phrase(help) : null
}

/** What a metric is broken down by until something else is chosen; null where only time says something. */
export function firstDimension({
  recordType,
  anchor,
  dimensions,
  formula,
  slug,
}: MetricDefinition): string | null {
  if (dimensions) return dimensions[0] ?? null
  if (formula) return 'owner'
  if (anchor === null || slug.includes('stage')) return 'stage'
  return recordType === 'deal' ? 'owner' : 'source'
}

/** The grain of a metric's series: as chosen, or what suits the period; of what has a finest one, none below it. */
export function grainOf({ finest }: MetricDefinition, period: Period, chosen?: Grain): Grain {
  const grain = chosen ?? grainFor(period)
  if (!finest || grain === 'quarter' || grain === 'year') return grain
  // Most quotas are those of quarters.
  return chosen || grain === 'day' ? finest : 'quarter'
}

/** The groups of a dimension in an order of their own, as bands of a number have one; null where size decides. */
export function groupsInOrder(recordType: string, by: string | undefined): readonly string[] | null {
  const dimension = by ? dimensionOf(recordTypeOf(recordType), by) : undefined
  return dimension?.workedOut && isChoice(dimension.field)
    ? dimension.field.options.map(({ value }) => value)
    : null
}

/** An answer with what the server calls its parts in the reader's language. */
export function answerIn(answer: MetricAnswer, by: string | undefined): MetricAnswer {
  const definition = metricOf(answer.slug)
  const field = definition && by ? dimensionOf(recordTypeOf(definition.recordType), by)?.field : undefined
  const groupLabel = (key: string | null, label: string) =>
    key === null && language.name !== 'en'
      ? phrase('None')
      : field && isChoice(field) && key !== null
        ? choiceLabel(field.options, key)
        : phrase(label)
  const why = ({ none }: Measure) => none && { none: { ...none, label: phrase(none.label) } }
  return {
    ...answer,
    ...why(answer),
    ...(answer.beside && { beside: answer.beside.map((one) => ({ ...one, label: phrase(one.label) })) }),
    leftOut: answer.leftOut.map((one) => ({ ...one, label: phrase(one.label) })),
    groups: answer.groups.map((group) => ({
      ...group,
      ...why(group),
      label: groupLabel(group.key, group.label),
    })),
    series: answer.series.map((point) => ({ ...point, ...why(point) })),
  }
}
