import { recordType } from '../records/record-type.ts'

/** A rate as a row of a file: what can be imported though it is no record, and has no page and no permissions of its own. */
export const exchangeRate = recordType({
  name: 'exchange-rate',
  plural: 'exchange_rates',
  label: { one: 'Exchange rate', many: 'Exchange rates' },
  wing: 'sales',
  setting: true,
  columns: ['currency', 'fromOn', 'rate'],
  fields: {
    currency: {
      type: 'text',
      label: 'Currency',
      required: true,
      alsoKnownAs: ['currency code', 'from', 'from currency', 'base currency', 'iso code'],
    },
    fromOn: {
      type: 'date',
      label: 'From',
      required: true,
      alsoKnownAs: ['date', 'day', 'valid from', 'from on', 'rate date'],
    },
    rate: {
      type: 'number',
      label: 'Rate',
      required: true,
      help: 'What one unit is worth in the company’s currency',
      alsoKnownAs: ['exchange rate', 'fx rate', 'conversion rate'],
    },
  },
})
