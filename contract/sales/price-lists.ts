import { recordType } from '../records/record-type.ts'
import { customerGroups } from '../customer/customer-group.ts'

/** A tax class: what kind of tax a product falls under. Its rates count from a day on, until the next. */
export const tax = recordType({
  name: 'tax',
  plural: 'taxes',
  label: { one: 'Tax class', many: 'Tax classes' },
  wing: 'sales',
  setting: true,
  columns: ['standard'],
  sort: { field: 'name', direction: 'asc' },
  fields: {
    name: { type: 'text', label: 'Name', required: true, unique: true, searched: true, example: 'Reduced' },
    standard: {
      type: 'yesNo',
      label: 'Standard',
      default: false,
      example: false,
      help: 'What a product without a tax class falls under',
    },
    note: {
      type: 'text',
      label: 'Note on documents',
      example: 'Reverse charge: the customer owes the tax.',
      help: 'Stands below the sums where this class is used, such as why no tax is charged',
    },
  },
})

export const pricelist = recordType({
  name: 'pricelist',
  plural: 'pricelists',
  label: { one: 'Price list', many: 'Price lists' },
  wing: 'sales',
  columns: ['customerGroup', 'fromOn', 'toOn', 'active'],
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      required: true,
      unique: true,
      searched: true,
      example: 'Dealers 2026',
    },
    customerGroup: {
      type: 'choice',
      label: 'Customer group',
      options: customerGroups,
      help: 'Without one it counts for everybody',
    },
    fromOn: { type: 'date', label: 'From', alsoKnownAs: ['valid from'] },
    toOn: { type: 'date', label: 'To', help: 'The last day', alsoKnownAs: ['valid to', 'valid until'] },
    active: { type: 'yesNo', label: 'In use', default: true },
  },
})

/** A price of a product in a list, from a quantity on. */
export const price = recordType({
  name: 'price',
  plural: 'prices',
  label: { one: 'Price', many: 'Prices' },
  wing: 'sales',
  columns: ['product', 'pricelist', 'amount', 'fromQuantity'],
  fields: {
    pricelist: {
      type: 'reference',
      to: 'pricelist',
      label: 'Price list',
      required: true,
      inverse: { name: 'prices', label: 'Prices' },
      onDelete: 'delete',
    },
    product: {
      type: 'reference',
      to: 'product',
      label: 'Product',
      required: true,
      inverse: { name: 'prices', label: 'Prices' },
      onDelete: 'delete',
    },
    amount: { type: 'money', label: 'Amount', required: true, alsoKnownAs: ['price', 'unit price'] },
    fromQuantity: {
      type: 'number',
      label: 'From quantity',
      required: true,
      default: 1,
      alsoKnownAs: ['minimum quantity', 'tier'],
    },
  },
})
