import { payment } from '../../../../contract/sales/payment.ts'
import type { Money } from '../../../../contract/values/money.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { authorise } from '../../../http/policy.ts'
import type { Behaviour } from '../../../records/behaviour.ts'
import { getRecord } from '../../../records/list.ts'
import { createRecords } from '../../../records/write.ts'
import { claimExternal } from '../shop/commands.ts'
import { paymentFacts } from './queries.ts'
import { completePayment, paymentEventOf, type PaymentFacts } from './rules.ts'

export const paymentBehaviour: Behaviour<PaymentFacts> = {
  type: payment,
  gather: paymentFacts,
  complete: completePayment,
  eventOf: paymentEventOf,
}

interface Told {
  source: string
  externalId: string
  amount: Money
  paidOn: string
  method: string
  reference: string
  order?: string | undefined
}

/** Records a payment that another system tells of: once, however often it tells it. */
export function takePayment(
  context: Context,
  { source, externalId, ...values }: Told,
): Promise<{ id: string; created: boolean; order: string | null }> {
  return atomically(context, async (inner) => {
    authorise(inner.caller, { type: payment.name, action: 'create' })
    const { id, known } = await claimExternal(inner.database.db, payment.name, source, externalId)
    if (!known) await createRecords(inner, payment, [{ id, values }])
    const found = await getRecord(inner, payment, id)
    return { id, created: !known, order: found['order'] as string | null }
  })
}
