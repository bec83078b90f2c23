import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { payment as paymentType } from '../../../contract/sales/payment.ts'
import type { Match } from '../../../contract/sales/payment-routes.ts'
import { addressOf } from '../../records/address.ts'
import { useChanges } from '../../records/changes.ts'
import type { HeadProps } from '../../records/heads.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { matchesQuery } from './order-api.ts'
import classes from './order-page.module.css'

/** Of a payment that belongs to no order yet: what it may be for, to be matched by one press. */
export default function PaymentHead({ record: payment, place }: HeadProps) {
  const may = useMay(paymentType.name)
  const manner = useManner()
  const { update } = useChanges(paymentType)
  const open = payment['order'] === null && payment.deletedAt === null
  const { data } = useQuery({ ...matchesQuery(payment.id), enabled: open && place === 'page' })
  if (!open || place !== 'page' || !data) return null
  const match = ({ order, invoice }: Match) =>
    void update(payment, { order: order.id, ...(invoice && { invoice: invoice.id }) })
  return (
    <Card title={t('payment.matches')} aside={t('payment.unmatched')}>
      {data.data.length === 0 && <p>{t('payment.noMatches')}</p>}
      <ul>
        {data.data.map((one) => (
          <li key={one.order.id + (one.invoice?.id ?? '')} className={`${classes.entry} ${classes.row}`}>
            <div>
              <Link to={addressOf('order', one.order.id)}>{one.invoice?.number ?? one.order.title}</Link>
              <p className={classes.quiet}>
                {[
                  one.invoice && one.order.title,
                  t('payment.openOf', {
                    amount: money({ amount: one.open, currency: one.currency }, manner, 'exact'),
                  }),
                  ...one.by.map((by) => t(`payment.by.${by}`)),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {may('edit', payment) && <Button onClick={() => match(one)}>{t('payment.match')}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
