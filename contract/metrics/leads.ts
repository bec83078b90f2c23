import { metric } from './metric.ts'

export const leads = metric({
  slug: 'marketing.leads',
  name: 'Leads',
  definition:
    'People who entered the stage lead in the period. Someone who comes back later counts again in that later period.',
  unit: 'number',
  direction: 'up',
  wing: 'marketing',
  recordType: 'person',
  tells: ['lifecycleStage'],
  anchor: 'Entered the stage lead',
  terms: { of: 'people' },
})
