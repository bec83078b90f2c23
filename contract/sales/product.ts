import { recordType } from '../records/record-type.ts'
import { charges } from './line-charges.ts'

export const product = recordType({
  name: 'product',
  plural: 'products',
  label: { one: 'Product', many: 'Products' },
  wing: 'sales',
  columns: ['sku', 'family', 'price', 'active'],
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      example: 'Starter kit',
      required: true,
      unique: true,
      searched: true,
      alsoKnownAs: ['product'],
    },
    sku: {
      type: 'text',
      label: 'SKU',
      example: 'SK-100',
      unique: true,
      searched: true,
      alsoKnownAs: ['article number', 'product code'],
    },
    family: {
      type: 'text',
      label: 'Family',
      example: 'Kits',
      dimension: true,
      alsoKnownAs: ['series', 'category'],
    },
    price: { type: 'money', label: 'List price', alsoKnownAs: ['sales price', 'unit price'] },
    cost: { type: 'money', label: 'Cost', help: 'What one costs the company', alsoKnownAs: ['unit cost'] },
    unit: { type: 'text', label: 'Unit', example: 'piece', alsoKnownAs: ['uom', 'unit of measure'] },
    charged: {
      type: 'choice',
      label: 'Charged',
      required: true,
      default: 'once',
      options: charges,
      alsoKnownAs: ['billing', 'billing frequency'],
    },
    term: {
      type: 'number',
      label: 'Term',
      help: 'How many times it is charged: 12 for a year by the month',
      example: 1,
    },
    tax: {
      type: 'reference',
      to: 'tax',
      label: 'Tax class',
      inverse: { name: 'products', label: 'Products' },
      onDelete: 'refuse',
      alsoKnownAs: ['tax rate', 'vat'],
    },
    stock: {
      type: 'number',
      label: 'Stock on hand',
      help: 'Empty for what is not stocked',
      alsoKnownAs: ['inventory', 'quantity on hand'],
    },
    bundle: {
      type: 'choice',
      label: 'Bundle',
      help: 'Made of other products',
      options: [
        { value: 'whole', label: 'Priced as a whole' },
        { value: 'sum', label: 'Priced as the sum of its parts' },
      ],
    },
    active: { type: 'yesNo', label: 'On sale', default: true },
    description: { type: 'longText', label: 'Description', searched: true },
  },
})
