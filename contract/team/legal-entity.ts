import { largestPicture } from '../records/file.ts'
import { recordType } from '../records/record-type.ts'
import { languageNames, languages } from '../values/language.ts'

/** Who the company is before the law: what stands on its quotes and invoices. */
export const legalEntity = recordType({
  name: 'legalentity',
  plural: 'legalentities',
  label: { one: 'Legal entity', many: 'Legal entities' },
  wing: 'team',
  setting: true,
  columns: ['taxNumber', 'email', 'standard'],
  sort: { field: 'name', direction: 'asc' },
  picture: 'logo',
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      required: true,
      unique: true,
      searched: true,
      example: 'Northwind Lda.',
    },
    standard: {
      type: 'yesNo',
      label: 'Standard',
      default: false,
      example: false,
      help: 'The one that quotes and invoices come from',
    },
    address: { type: 'address', label: 'Address' },
    email: { type: 'email', label: 'E-mail' },
    phone: { type: 'phone', label: 'Phone' },
    website: { type: 'link', label: 'Website' },
    taxNumber: { type: 'text', label: 'Tax number', example: 'PT 501 234 567' },
    registration: {
      type: 'text',
      label: 'Registration',
      example: 'Conservatória do Porto 12345',
      help: 'Court or register, and number',
    },
    bank: {
      type: 'text',
      label: 'Bank account',
      example: 'IBAN PT50 0002 0123 1234 5678 9015 4',
      help: 'Where customers pay to',
    },
    language: {
      type: 'choice',
      label: 'Language',
      options: languages.map((value) => ({ value, label: languageNames[value] })),
      help: 'Of documents for customers whose language is not known',
    },
    colour: {
      type: 'text',
      label: 'Colour',
      example: '#0b7285',
      help: 'Of lines and heads on documents, such as #0b7285',
    },
    logo: { type: 'file', label: 'Logo', kinds: ['image'], largest: largestPicture },
  },
})
