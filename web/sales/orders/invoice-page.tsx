import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { invoice as invoiceType, invoiceStatuses } from '../../../contract/sales/invoice.ts'
import type { Money } from '../../../contract/values/money.ts'
import { recordQuery } from '../../records/record-api.ts'
import { ExpandedContext } from '../../records/titles.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { useTypes } from '../../shell/types.ts'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day, money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { WingDot } from '../../ui/wing.tsx'
import { Of } from '../of.tsx'
import { QuotePaper } from '../quotes/quote-paper.tsx'
import { useInvoiceLetter } from './invoice-letter.ts'
import { invoicePdf, issuedQuery } from './order-api.ts'
import classes from './order-page.module.css'
import { useToday } from './today.ts'

/** An invoice or credit note as it was issued, and as it comes out of the printer. */
export default function InvoicePage() {
  const { id = '' } = useParams({ strict: false })
  const { data: invoice } = useSuspenseQuery(recordQuery(useTypes().of(invoiceType.name), id))
  const { data: issued } = useSuspenseQuery(issuedQuery(id))
  const manner = useManner()
  const today = useToday()
  const write = useInvoiceLetter(invoice)
  useCrumb(invoice.title)
  const { kind, document, hash } = issued
  const status = String(invoice['status'])
  const due = invoice['dueOn'] as string | null
  const paid = invoice['paid'] as Money | null
  const late = kind === 'invoice' && status === 'open' && due !== null && due < today
  return (
    <ExpandedContext value={invoice.expanded ?? {}}>
      <Page>
        <PageHeader
          title={t(kind === 'credit' ? 'invoice.creditNumber' : 'invoice.number', {
            number: document.number,
          })}
          subtitle={
            <span className={classes.about}>
              <WingDot wing="sales" />
              {kind === 'invoice' && (
                <span
                  className={late ? classes.status + ' ' + classes.late : classes.status}
                  data-status={status}
                >
                  {late ? t('invoice.late', { day: day(due, manner) }) : choiceLabel(invoiceStatuses, status)}
                </span>
              )}
              {kind === 'invoice' && paid && /[1-9]/.test(paid.amount) && status === 'open' && (
                <span>{t('invoice.paid', { amount: money(paid, manner, 'exact') })}</span>
              )}
              <Of type="order" id={invoice['order'] as string | null} />
              <Of type="company" id={invoice['company'] as string | null} />
            </span>
          }
          actions={
            <>
              {write && <Button onClick={write}>{t('invoice.byMail')}</Button>}
              <Button variant="subtle" onClick={() => window.print()}>
                {t('print.print')}
              </Button>
              <Button variant="filled" component="a" target="_blank" href={invoicePdf(id)}>
                {t('quote.pdf')}
              </Button>
            </>
          }
        />
        <Card className={classes.sheet ?? ''}>
          <QuotePaper document={document} kind={kind} />
        </Card>
        <p className={`${classes.quiet} no-paper`} title={hash}>
          {t('quote.hash')}: {hash.slice(0, 12)}…
        </p>
      </Page>
    </ExpandedContext>
  )
}
