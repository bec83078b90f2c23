import { recordType } from '../records/record-type.ts'

export const pipeline = recordType({
  name: 'pipeline',
  plural: 'pipelines',
  label: { one: 'Pipeline', many: 'Pipelines' },
  wing: 'sales',
  setting: true,
  columns: ['position'],
  sort: { field: 'position', direction: 'asc' },
  fields: {
    name: { type: 'text', label: 'Name', required: true, unique: true, searched: true, example: 'Partners' },
    position: { type: 'number', label: 'Position', default: 0 },
    nextStepDemanded: {
      type: 'yesNo',
      label: 'Next step demanded',
      default: false,
    },
  },
})

export const stage = recordType({
  name: 'stage',
  plural: 'stages',
  label: { one: 'Stage', many: 'Stages' },
  wing: 'sales',
  setting: true,
  columns: ['pipeline', 'kind', 'probability', 'forecastCategory', 'position'],
  sort: { field: 'position', direction: 'asc' },
  fields: {
    name: { type: 'text', label: 'Name', required: true, example: 'Negotiation' },
    pipeline: {
      type: 'reference',
      to: 'pipeline',
      label: 'Pipeline',
      required: true,
      inverse: { name: 'stages', label: 'Stages' },
      onDelete: 'delete',
    },
    position: { type: 'number', label: 'Position', default: 0 },
    kind: {
      type: 'choice',
      label: 'Kind',
      required: true,
      default: 'open',
      options: [
        { value: 'open', label: 'Open' },
        { value: 'won', label: 'Won' },
        { value: 'lost', label: 'Lost' },
      ],
    },
    probability: {
      type: 'percentage',
      label: 'Probability',
      required: true,
      default: 0,
      help: 'Chance that a deal in this stage is won',
    },
    forecastCategory: {
      type: 'choice',
      label: 'Forecast category',
      required: true,
      default: 'pipeline',
      options: [
        { value: 'pipeline', label: 'Pipeline' },
        { value: 'best_case', label: 'Best case' },
        { value: 'commit', label: 'Commit' },
        { value: 'closed', label: 'Closed' },
        { value: 'omitted', label: 'Omitted' },
      ],
    },
    quietAfter: {
      type: 'number',
      label: 'Quiet after',
      default: 14,
    },
  },
})
