import { recordType } from '../records/record-type.ts'

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
    active: { type: 'yesNo', label: 'On sale', default: true },
    description: { type: 'longText', label: 'Description', searched: true },
  },
})
