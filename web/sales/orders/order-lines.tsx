import type { OrderContent } from '../../../contract/sales/order-routes.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { money, number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import classes from './order-page.module.css'

interface OrderLinesProps {
  content: OrderContent
  /** Not there where the reader's role hides them. */
  net: { amount: string; currency: string } | undefined
  total: { amount: string; currency: string } | undefined
}

/** What was ordered, with what became of each line. */
export function OrderLines({ content, net, total }: OrderLinesProps) {
  const manner = useManner()
  const { currency, inclusive } = content
  const shown = (amount: string | null) => amount && money({ amount, currency }, manner, 'exact')
  const units = (quantity: string) => number(Number(quantity), manner, 3)
  return (
    <Card title={t('order.lines')} className={classes.flush ?? ''}>
      <SimpleTable
        label={t('order.lines')}
        heads={[
          t('quote.item'),
          t('quote.quantity'),
          t('quote.price'),
          t('order.delivered'),
          t('order.invoiced'),
          t('quote.lineTotal'),
        ]}
      >
        {content.lines.map((line) => (
          <tr key={line.id}>
            <td>
              <span className={classes.strong}>{line.name}</span>
              {line.description && <p className={classes.quiet}>{line.description}</p>}
              {line.charged !== 'once' && line.price && (
                <p className={classes.quiet}>
                  {t('paper.times', {
                    price: shown(line.price) ?? '',
                    charged: t(`paper.charged.${line.charged}`),
                    count: line.term,
                  })}
                </p>
              )}
            </td>
            <td data-label={t('quote.quantity')}>
              {units(line.quantity)} {line.unit}
              {line.cancelled !== '0' && (
                <p className={classes.quiet}>
                  {t('order.cancelledQuantity', { count: units(line.cancelled) })}
                </p>
              )}
            </td>
            <td data-label={t('quote.price')}>{shown(line.price)}</td>
            <td data-label={t('order.delivered')}>{units(line.delivered)}</td>
            <td data-label={t('order.invoiced')}>{units(line.invoiced)}</td>
            <td data-label={t('quote.lineTotal')}>{shown(inclusive ? line.total : line.net)}</td>
          </tr>
        ))}
      </SimpleTable>
      {net && total && (
        <dl className={classes.sums}>
          <dt>{t('quote.net')}</dt>
          <dd>{money(net, manner, 'exact')}</dd>
          <dt className={classes.total}>{t('quote.total')}</dt>
          <dd className={classes.total}>{money(total, manner, 'exact')}</dd>
        </dl>
      )}
    </Card>
  )
}
