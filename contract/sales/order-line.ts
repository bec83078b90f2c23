import { recordType } from '../records/record-type.ts'

/**
 * What was bought, by line. The lines of our own orders are written with the order; those of what companies sell
 * themselves come one by one.
 */
export const orderLine = recordType({
  name: 'orderline',
  plural: 'orderlines',
  label: { one: 'Order line', many: 'Order lines' },
  wing: 'sales',
  part: true,
  owner: 'owner',
  columns: ['order', 'quantity', 'net'],
  fields: {
    order: {
      type: 'reference',
      to: 'order',
      label: 'Order',
      required: true,
      inverse: { name: 'lines', label: 'Lines' },
      onDelete: 'delete',
    },
    seller: {
      type: 'reference',
      to: 'company',
      label: 'Seller',
      help: 'Whose own sale it is',
      inverse: { name: 'sales', label: 'Own sales' },
    },
    product: {
      type: 'reference',
      to: 'product',
      label: 'Product',
      inverse: { name: 'orderLines', label: 'Order lines' },
    },
    name: { type: 'text', label: 'Name', required: true, example: 'Starter kit' },
    quantity: { type: 'number', label: 'Quantity', default: 1, alsoKnownAs: ['qty'] },
    price: { type: 'money', label: 'Price', alsoKnownAs: ['unit price'] },
    net: { type: 'money', label: 'Without tax', help: 'Quantity × price, unless given' },
    taxAmount: { type: 'money', label: 'Tax' },
    owner: { type: 'user', label: 'Owner', readOnly: true },
  },
})
