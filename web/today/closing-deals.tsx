import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Filter } from '../../contract/records/filter.ts'
import { deal } from '../../contract/sales/deal.ts'
import type { Money } from '../../contract/values/money.ts'
import { addressOf } from '../records/address.ts'
import { someQuery } from '../records/record-api.ts'
import { messageOf } from '../shell/api.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { day, money } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import classes from './today.module.css'

const closing = (userId: string): Filter => ({
  and: [
    { field: 'owner', op: 'is', value: userId },
    { field: 'status', op: 'is', value: 'open' },
    { field: 'expectedCloseOn', op: 'within', value: { unit: 'month', from: 0, to: 1 } },
  ],
})

/** The member's open deals that are to close this month, soonest first. */
export function ClosingDeals({ userId }: { userId: string }) {
  const manner = useManner()
  const may = useMay(deal.name)
  const listing = { filter: closing(userId), sort: 'expectedCloseOn', fields: ['amount', 'expectedCloseOn'] }
  const { data, error } = useQuery({ ...someQuery(deal, listing, 6), enabled: may('see') })
  if (!may('see')) return null
  return (
    <Card title={t('today.deals')}>
      {error ? (
        <p className={classes.none}>{messageOf(error)}</p>
      ) : !data ? (
        <CardSkeleton />
      ) : data.data.length === 0 ? (
        <p className={classes.none}>{t('today.noDeals')}</p>
      ) : (
        <ul>
          {data.data.map((record) => (
            <li key={record.id} className={classes.row}>
              <Link to={addressOf('deal', record.id)} className={classes.name}>
                {record.title}
              </Link>
              <span className={classes.fact}>
                {money(record['amount'] as Money | null, manner)} ·{' '}
                {day(record['expectedCloseOn'] as string | null, manner)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
