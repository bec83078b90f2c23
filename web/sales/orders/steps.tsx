import type { ReactNode } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { OrderContent } from '../../../contract/sales/order-routes.ts'
import { t } from '../../text/seldom.ts'
import { percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './order-page.module.css'
import { DeliverButton, InvoiceButton, PayButton, useTyped } from './order-verbs.tsx'

interface StepsProps {
  order: AnyRecord
  content: OrderContent
  canEdit: boolean
}

const some = (amount: string | null): amount is string => amount !== null && /[1-9]/.test(amount)

/** What is left to do of an order, each with the way to do it. */
export function Steps(props: StepsProps) {
  const { order, content, canEdit } = props
  const manner = useManner()
  const { shown } = useTyped()
  const { left, currency } = content
  const draft = order['confirmedAt'] === null
  const done = t('order.step.done')
  const later = t('order.step.draft')
  const share = percent((order['delivered'] as number | null) ?? 0, manner, 0)
  return (
    <section className={classes.steps} aria-label={t('order.left')}>
      <Step
        name={t('order.step.deliver')}
        state={draft ? later : left.deliver ? t('order.step.toDeliver', { share }) : done}
        open={!draft && left.deliver}
      >
        {canEdit && left.deliver && <DeliverButton {...props} />}
      </Step>
      {left.invoice !== null && (
        <Step
          name={t('order.step.invoice')}
          state={
            draft
              ? later
              : some(left.invoice)
                ? t('order.step.toInvoice', { amount: shown(left.invoice, currency) })
                : done
          }
          open={some(left.invoice)}
        >
          {canEdit && some(left.invoice) && <InvoiceButton {...props} />}
        </Step>
      )}
      {left.pay !== null && (
        <Step
          name={t('order.step.pay')}
          state={
            draft
              ? later
              : some(left.pay)
                ? t('order.step.toPay', { amount: shown(left.pay, currency) })
                : some(left.credit)
                  ? t('order.step.credit', { amount: shown(left.credit, currency) })
                  : done
          }
          open={some(left.pay)}
        >
          {canEdit && some(left.pay) && <PayButton {...props} />}
        </Step>
      )}
    </section>
  )
}

interface StepProps {
  name: string
  state: string
  open: boolean
  children: ReactNode
}

const Step = ({ name, state, open, children }: StepProps) => (
  <div className={classes.step} data-open={open || undefined}>
    <div>
      <p className={classes.quiet}>{name}</p>
      <p className={classes.strong}>{state}</p>
    </div>
    {children}
  </div>
)
