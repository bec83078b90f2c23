import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { contractStatuses } from '../../../contract/sales/contract.ts'
import { invoice as invoiceType, invoiceStatuses } from '../../../contract/sales/invoice.ts'
import type { OrderContent } from '../../../contract/sales/order-routes.ts'
import { payment as paymentType } from '../../../contract/sales/payment.ts'
import { addressOf } from '../../records/address.ts'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day } from '../../ui/format.ts'
import { Money, useManner } from '../../ui/manner.tsx'
import { invoicePdf } from './order-api.ts'
import classes from './order-page.module.css'

interface EntryProps {
  to?: string
  title: ReactNode
  amount?: { amount: string; currency: string }
  quiet: readonly (string | null)[]
  pdf?: string
}

const Entry = ({ to, title, amount, quiet, pdf }: EntryProps) => (
  <li className={classes.entry}>
    <p className={classes.entryHead}>
      {to ? <Link to={to}>{title}</Link> : <span>{title}</span>}
      {amount && (
        <strong>
          <Money value={amount} />
        </strong>
      )}
    </p>
    <p className={classes.quiet}>
      {quiet.filter(Boolean).join(' · ')}
      {pdf && (
        <>
          {' · '}
          <a href={pdf} target="_blank" rel="noreferrer" aria-label={`${t('quote.pdf')} ${String(title)}`}>
            {t('quote.pdf')}
          </a>
        </>
      )}
    </p>
  </li>
)

/** What was issued, paid, taken back and agreed for an order. */
export function FollowCards({ content }: { content: OrderContent }) {
  const manner = useManner()
  const { currency, invoices, payments, reductions, contracts } = content
  const amountOf = (amount: string | null) => (amount === null ? {} : { amount: { amount, currency } })
  const on = (value: string | null) => (value ? day(value, manner) : null)
  return (
    <>
      {invoices.length > 0 && (
        <Card title={t('order.invoices')}>
          <ul>
            {invoices.map(({ id, number, kind, status, issuedOn, dueOn, total }) => (
              <Entry
                key={id}
                to={addressOf('invoice', id)}
                title={number}
                pdf={invoicePdf(id)}
                {...amountOf(kind === 'credit' && total ? `-${total}` : total)}
                quiet={[
                  kind === 'credit'
                    ? choiceLabel(invoiceType.fields.kind.options, kind)
                    : choiceLabel(invoiceStatuses, status),
                  on(issuedOn),
                  dueOn && status === 'open' ? t('order.due', { day: day(dueOn, manner) }) : null,
                ]}
              />
            ))}
          </ul>
        </Card>
      )}
      {payments.length > 0 && (
        <Card title={t('order.payments')}>
          <ul>
            {payments.map(({ id, amount, paidOn, method, reference }) => (
              <Entry
                key={id}
                to={addressOf('payment', id)}
                title={on(paidOn)}
                {...amountOf(amount)}
                quiet={[method && choiceLabel(paymentType.fields.method.options, method), reference]}
              />
            ))}
          </ul>
        </Card>
      )}
      {reductions.length > 0 && (
        <Card title={t('order.takenBack')}>
          <ul>
            {reductions.map(({ id, kind, on: when, reason, total, credit }) => (
              <Entry
                key={id}
                title={t(kind === 'cancelled' ? 'order.cancelledOn' : 'order.refundedOn', {
                  day: day(when, manner),
                })}
                {...amountOf(total)}
                quiet={[reason, credit && t('order.creditNote', { number: credit.number })]}
              />
            ))}
          </ul>
        </Card>
      )}
      {contracts.length > 0 && (
        <Card title={t('order.contracts')}>
          <ul>
            {contracts.map(({ id, name, status }) => (
              <Entry
                key={id}
                to={addressOf('contract', id)}
                title={name}
                quiet={[choiceLabel(contractStatuses, status)]}
              />
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
