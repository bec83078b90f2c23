import { metric } from './metric.ts'

export const collected = metric({
  slug: 'sales.collected',
  name: 'Collected revenue',
  definition:
    'Sum of the payments by the day they were paid, less what was paid back, in the company’s currency at the rate of that day.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'payment',
  tells: ['amount', 'paidOn'],
  anchor: 'Paid on',
  terms: { of: 'payments' },
})
