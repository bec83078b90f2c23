import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Filter } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { order as orderType, orderStatuses } from '../../../contract/sales/order.ts'
import { addressOf } from '../../records/address.ts'
import { someQuery } from '../../records/record-api.ts'
import { useMay } from '../../shell/session.tsx'
import { useTypes } from '../../shell/types.ts'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/t.ts'
import { money } from '../../ui/format.ts'
import type { Amount } from '../../ui/format.ts'
import { Money, useManner } from '../../ui/manner.tsx'
import { WingDot } from '../../ui/wing.tsx'
import classes from '../deals-panel.module.css'
import { NewOrder } from './new-order.tsx'

interface CustomerProps {
  type: RecordType
  record: AnyRecord
}

const most = 4

const ourOf = ({ type, record }: CustomerProps, more: Filter): Filter => ({
  and: [{ field: type.name, op: 'is', value: record.id }, { field: 'soldBy', op: 'is', value: 'us' }, more],
})

/** A customer's orders in which something is left to do, and those on which they have credit. */
function OpenOrders({ type, record, onKnown }: CustomerProps & { onKnown: (any: boolean) => void }) {
  const may = useMay(orderType.name)
  const manner = useManner()
  const known = useTypes().of(orderType.name).fields
  const fields = ['status', 'total', 'outstanding'].filter((field) => field in known)
  const open: Filter = {
    or: [
      { field: 'status', op: 'anyOf', value: ['draft', 'confirmed', 'delivered', 'invoiced'] },
      ...('outstanding' in known ? [{ field: 'outstanding', op: 'lessThan', value: 0 } as const] : []),
    ],
  }
  const { data } = useQuery({
    ...someQuery(orderType, { filter: ourOf({ type, record }, open), sort: '-orderedOn', fields }, most),
    enabled: may('see'),
  })
  useEffect(() => {
    if (data) onKnown(data.data.length > 0)
  }, [data, onKnown])
  return (
    <ul>
      {data?.data.map((one) => {
        const owed = one['outstanding'] as Amount | null | undefined
        const credit = owed?.amount.startsWith('-') ? { ...owed, amount: owed.amount.slice(1) } : null
        return (
          <li key={one.id} className={classes.deal}>
            <Link to={addressOf(orderType.name, one.id)} className={classes.head}>
              <span className={classes.name}>
                <WingDot wing="sales" /> {one.title}
              </span>
              <strong>
                <Money value={(one['total'] as Amount | undefined) ?? null} />
              </strong>
            </Link>
            <span className={classes.quiet}>
              {choiceLabel(orderStatuses, one['status'])}
              {credit && ` · ${t('order.step.credit', { amount: money(credit, manner, 'exact') })}`}
              {!credit &&
                owed &&
                /[1-9]/.test(owed.amount) &&
                ` · ${t('order.step.toPay', { amount: money(owed, manner, 'exact') })}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const NewCustomerOrder = ({ type, record }: CustomerProps) => (
  <NewOrder
    start={
      type.name === 'company'
        ? { company: record.id }
        : {
            person: record.id,
            ...(typeof record['company'] === 'string' && { company: record['company'] }),
          }
    }
  />
)

/** What orders add to a customer's page. */
export const ordersPanel = { name: 'orders', Action: NewCustomerOrder, Now: OpenOrders }
