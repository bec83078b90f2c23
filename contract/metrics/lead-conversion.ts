import { metric } from './metric.ts'

export const leadConversion = metric({
  slug: 'sales.lead-conversion',
  name: 'Lead conversion',
  definition:
    'Of the leads that arrived in the period, the share that became a customer to date, by a first won deal or order of the person or their company; who bought before did not. Each counts once, on its first arrival, however often it comes back. A young cohort still has time to convert.',
  unit: 'ratio',
  direction: 'up',
  wing: 'sales',
  recordType: 'lead',
  reads: ['deal'],
  tells: ['status', 'deal'],
  anchor: 'First arrived on',
  terms: { numerator: 'became customers', denominator: 'leads' },
})
