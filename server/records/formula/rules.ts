import type { RecordTypes } from '../../../contract/record-types.ts'
import { checkFormula } from '../../../contract/records/formula/check.ts'
import type { FormulaResult } from '../../../contract/records/formula/node.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { conflict, invalid } from '../../http/problem.ts'
import { formulasReading, type Formula, type Plan } from './plan.ts'

/** What a formula's field holds. Refuses with the place of what is wrong. */
export function resultOf(text: string, type: RecordType, wanted: FormulaResult | null): FormulaResult {
  const checked = checkFormula(text, type, wanted)
  if (!checked.problem) return checked.result
  const { message, start, end } = checked.problem
  throw invalid([{ path: 'formula', message, at: { start, end } }], message)
}

const plain = (result: FormulaResult | null) => (result === 'percentage' ? 'number' : result)

/** The type of a field stays, so a changed formula gives what it gave; a number may be shown as a percentage. */
export function checkSameResult(before: OwnField, result: FormulaResult): void {
  if (plain(before.result) === plain(result)) return
  const message = `This gives another type of value than before. A field’s type stays: add another field.`
  throw invalid([{ path: 'formula', message }], message)
}

const named = (formulas: readonly Pick<Formula, 'label' | 'type'>[]): string =>
  formulas.map(({ label, type }) => `“${label}” of ${type.label.many.toLowerCase()}`).join(', ')

/** A field that formulas read cannot go before they do. */
export function refuseRead(types: RecordTypes, field: OwnField): void {
  const reading = formulasReading(types, field.recordType, field.name)
  if (reading.length > 0)
    throw conflict(`Formulas use “${field.label}”: ${named(reading)}. Change or retire them first.`)
}

/** Refuses formulas that lead back to themselves, and those that no longer make sense beside the others. */
export function checkPlan({ circle, broken }: Plan): void {
  if (circle.length > 0) {
    const [first] = circle
    const message =
      circle.length === 1
        ? `“${first?.label}” uses itself. A formula cannot lead back to itself.`
        : `These formulas lead in a circle: ${named(circle)}. Leave one of them out of another.`
    throw invalid([{ path: 'formula', message }], message)
  }
  const [lost] = broken
  if (lost) throw conflict(`${named([lost])} would no longer make sense: ${lost.problem.message}`)
}
