import { metric } from './metric.ts'

export const newCustomers = metric({
  slug: 'sales.new-customers',
  name: 'New customers',
  definition: 'Companies, and people without one, whose first won deal closed in the period.',
  unit: 'number',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  reads: ['company', 'person'],
  tells: ['status', 'stage', 'closedOn'],
  anchor: 'First won deal closed on',
  terms: { of: 'customers' },
})
