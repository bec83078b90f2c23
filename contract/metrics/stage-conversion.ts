import { metric } from './metric.ts'

export const stageConversion = metric({
  slug: 'sales.stage-conversion',
  name: 'Stage conversion',
  definition:
    'Of the deals that first entered an open stage in the period, the share that went on to a later stage or was won to date. A deal counts once in each stage, however often it enters it.',
  unit: 'ratio',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage'],
  anchor: 'Entered the stage',
  asOf: true,
  terms: { numerator: 'went on', denominator: 'entered the stage' },
})
