import { recordType } from '../records/record-type.ts'

/** What customers say against buying. The answers to it, and how they fared, stand in `objection-routes.ts`. */
export const objection = recordType({
  name: 'objection',
  plural: 'objections',
  label: { one: 'Objection', many: 'Objections' },
  wing: 'sales',
  columns: ['description'],
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      example: 'Too expensive',
      required: true,
      unique: true,
      searched: true,
    },
    description: { type: 'longText', label: 'Description', searched: true },
    files: { type: 'files', label: 'Files' },
  },
})
