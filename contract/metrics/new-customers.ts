import { metric } from './metric.ts'

export const newCustomers = metric({
  slug: 'sales.new-customers',
  name: 'New customers',
  definition:
    'Companies, and people without one, whose first won deal closed or whose first order was placed in the period. An order that was cancelled as a whole makes nobody a customer.',
  unit: 'number',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  reads: ['company', 'person'],
  tells: ['status', 'stage', 'closedOn'],
  anchor: 'First won deal or order on',
  terms: { of: 'customers' },
})
