import { declaredTypes, type RecordTypes } from './record-types.ts'
import { exchangeRate } from './sales/exchange-rate-rows.ts'

/** What the rows of a file can be: records of every type, and exchange rates, which are no records. */
export const importTargets = (types: RecordTypes): RecordTypes => ({
  all: [...types.all, exchangeRate],
  of: (name) => (name === exchangeRate.name ? exchangeRate : types.of(name)),
})

export const declaredTargets = importTargets(declaredTypes)

export const isRecordTarget = (name: string): boolean => name !== exchangeRate.name
