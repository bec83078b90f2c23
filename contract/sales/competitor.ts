import { recordType } from '../records/record-type.ts'

export const competitor = recordType({
  name: 'competitor',
  plural: 'competitors',
  label: { one: 'Competitor', many: 'Competitors' },
  wing: 'sales',
  columns: ['website'],
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      example: 'Rapidrad',
      required: true,
      unique: true,
      searched: true,
    },
    website: { type: 'link', label: 'Website' },
    description: { type: 'longText', label: 'Description', searched: true },
  },
})
