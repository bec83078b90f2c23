import { metric } from './metric.ts'

export const weightedPipeline = metric({
  slug: 'sales.weighted-pipeline',
  name: 'Weighted pipeline',
  definition:
    'Amount × probability of the deals that are open now, each rounded half-even to the cent. A deal’s own probability stands before its stage’s; other currencies at the latest rate.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'amount', 'probability'],
  anchor: null,
  terms: { of: 'open deals' },
})
