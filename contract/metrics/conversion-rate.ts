import { metric } from './metric.ts'

export const conversionRate = metric({
  slug: 'sales.conversion-rate',
  name: 'Conversion rate',
  definition:
    'Of the people who became a lead in the period, the share that became a customer to date, by a first won deal or order of their own or of their company. A young cohort still has time to convert.',
  unit: 'ratio',
  direction: 'up',
  wing: 'sales',
  recordType: 'person',
  reads: ['deal'],
  tells: ['lifecycleStage'],
  anchor: 'Entered the stage lead',
  terms: { numerator: 'became customers', denominator: 'leads' },
})
