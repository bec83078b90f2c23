import { useQuery } from '@tanstack/react-query'
import type { FocusEvent } from 'react'
import { company as companyType } from '../../../contract/customer/company.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { OrderContent } from '../../../contract/sales/order-routes.ts'
import type { TaxRate } from '../../../contract/sales/price-routes.ts'
import { toMajor } from '../../../contract/values/money.ts'
import { recordQuery } from '../../records/record-api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { money, percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { LineGrid } from '../quotes/line-grid.tsx'
import classes from './order-page.module.css'
import { useToday } from './today.ts'
import type { LinesInWork } from './use-lines.ts'

interface DraftOrderProps {
  order: AnyRecord
  content: OrderContent
  work: LinesInWork
  rates: readonly TaxRate[]
  standardTax: string | null
  canEdit: boolean
}

/** What is being ordered: the lines and what they come to, written like a quote's. */
export function DraftOrder({ order, content, work, rates, standardTax, canEdit }: DraftOrderProps) {
  const manner = useManner()
  const today = useToday()
  const customer = order['company'] as string | null
  const { data: buyer } = useQuery({
    ...recordQuery(companyType, customer ?? ''),
    enabled: customer !== null,
  })
  const { currency, inclusive } = content
  const group = (buyer?.['customerGroup'] as string | null | undefined) ?? null
  const taxes = rates
    .filter(({ current }) => current)
    .map(({ tax, name, rate }) => ({ id: tax, label: `${name} · ${percent(rate / 10_000, manner, 2)}` }))
  const shown = (minor: bigint) => money({ amount: toMajor(minor, currency), currency }, manner, 'exact')
  const { state, totals } = work
  // Whoever goes elsewhere has done with it for now.
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) void work.save(false)
  }
  return (
    <div onBlur={onBlur}>
      <Card
        title={t('order.lines')}
        aside={
          <span role="status">
            {canEdit &&
              t(state === 'saved' ? 'quote.saved' : state === 'saving' ? 'quote.saving' : 'quote.unsaved')}
          </span>
        }
      >
        <LineGrid
          lines={work.lines}
          onLines={work.change}
          asking={{ currency, group, day: today }}
          inclusive={inclusive}
          taxes={taxes}
          standardTax={standardTax}
          byKey={work.byKey}
          marked={work.marked}
          showCost={false}
          canEdit={canEdit}
        />
        <dl className={classes.sums} aria-live="polite">
          <dt>{t('quote.net')}</dt>
          <dd>{shown(totals.net)}</dd>
          <dt className={classes.total}>{t('quote.total')}</dt>
          <dd className={classes.total}>{shown(totals.total)}</dd>
        </dl>
      </Card>
    </div>
  )
}
