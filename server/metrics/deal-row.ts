import { deal } from '../../contract/sales/deal.ts'
import { rowShape } from '../records/column.ts'

/** Every column that a condition or a group may ask of a deal. */
const columns = [
  'id',
  'version',
  'title',
  'created_at',
  'updated_at',
  'created_by',
  'deleted_at',
  'closed_amount',
  'custom',
  ...rowShape(deal).map(([name]) => name),
]

/** The columns of a deal as a select list, some of them from elsewhere. */
export const dealRow = (alias: string, elsewhere: Readonly<Record<string, string>>): string =>
  [...new Set(columns)].map((name) => `${elsewhere[name] ?? `${alias}.${name}`} as ${name}`).join(', ')
