import type { Address } from '../../../contract/records/value.ts'
import type { QuoteDocument } from '../../../contract/sales/quote-document.ts'
import { t } from '../../text/seldom.ts'
import { money, number, percent } from '../../ui/format.ts'
import { Day, useManner } from '../../ui/manner.tsx'
import classes from './quote-paper.module.css'

interface QuotePaperProps {
  document: QuoteDocument
  /** What else has this shape: an invoice, which is due on its last day, and a credit note, which has none. */
  kind?: 'quote' | 'invoice' | 'credit'
}

const heads = {
  quote: { title: 'paper.number', until: 'paper.validUntil' },
  invoice: { title: 'invoice.number', until: 'invoice.due' },
  credit: { title: 'invoice.creditNumber', until: null },
} as const

const linesOf = (address: Address | null | undefined): string[] => {
  const { street, postalCode, city, country } = address ?? {}
  return [street, [postalCode, city].filter(Boolean).join(' '), country].filter((part) => !!part) as string[]
}

/** A quote as it was sent: on the customer's page, beside the seller's, and on paper. */
export function QuotePaper({ document: paper, kind = 'quote' }: QuotePaperProps) {
  const manner = useManner()
  const { title, until } = heads[kind]
  const { currency, inclusive, customer } = paper
  const shown = (amount: string) => money({ amount, currency }, manner, 'exact')
  const rate = (basisPoints: number) => percent(basisPoints / 10_000, manner, 2)
  const discounted = /[1-9]/.test(paper.discounted)
  return (
    <article className={classes.paper} aria-label={t(title, { number: paper.number })}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.title}>{t(title, { number: paper.number })}</h2>
          <p className={classes.quiet}>
            {paper.title}
            {paper.edition > 1 && ` · ${t('paper.edition', { edition: paper.edition })}`}
          </p>
        </div>
        <dl className={classes.dates}>
          <dt>{t('paper.issued')}</dt>
          <dd>
            <Day value={paper.issuedOn} />
          </dd>
          {paper.deliveredOn && (
            <>
              <dt>{t('invoice.delivered')}</dt>
              <dd>
                <Day value={paper.deliveredOn} />
              </dd>
            </>
          )}
          {until && (
            <>
              <dt>{t(until)}</dt>
              <dd>
                <Day value={paper.validUntil} />
              </dd>
            </>
          )}
          {paper.credits && paper.credits.length > 0 && (
            <>
              <dt>{t('invoice.credits')}</dt>
              <dd>{paper.credits.join(', ')}</dd>
            </>
          )}
        </dl>
      </header>
      <div className={classes.parties}>
        <section>
          <h3>{t('paper.from')}</h3>
          <p className={classes.strong}>{paper.seller.name}</p>
          <p>{paper.seller.person}</p>
          {linesOf(paper.seller.address).map((part) => (
            <p key={part}>{part}</p>
          ))}
          {paper.seller.taxNumber && <p>{t('paper.taxNumber', { number: paper.seller.taxNumber })}</p>}
        </section>
        <section>
          <h3>{t('paper.for')}</h3>
          <p className={classes.strong}>{customer.company || customer.person}</p>
          {customer.company && <p>{customer.person}</p>}
          {linesOf(customer.address).map((part) => (
            <p key={part}>{part}</p>
          ))}
          {customer.taxNumber && <p>{t('paper.taxNumber', { number: customer.taxNumber })}</p>}
        </section>
      </div>
      {paper.intro && <p className={classes.words}>{paper.intro}</p>}
      <table className={classes.lines}>
        <thead>
          <tr>
            <th scope="col">{t('quote.item')}</th>
            <th scope="col">{t('quote.quantity')}</th>
            <th scope="col">{t('quote.price')}</th>
            <th scope="col">{t('quote.tax')}</th>
            <th scope="col">{t('quote.lineTotal')}</th>
          </tr>
        </thead>
        <tbody>
          {paper.lines.map((line, at) => (
            // Lines of a document have no names of their own and never change their places.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at}>
              <td>
                <span className={classes.strong}>{line.name}</span>
                {line.description && <p className={classes.description}>{line.description}</p>}
                {line.charged !== 'once' && (
                  <p className={classes.quiet}>
                    {t('paper.times', {
                      price: shown(line.price),
                      charged: t(`paper.charged.${line.charged}`),
                      count: line.term,
                    })}
                  </p>
                )}
                {line.discount && (
                  <p className={classes.quiet}>
                    {t('paper.off', {
                      discount:
                        'percent' in line.discount
                          ? rate(line.discount.percent)
                          : shown(line.discount.amount),
                    })}
                  </p>
                )}
              </td>
              <td data-head={t('quote.quantity')}>
                {number(Number(line.quantity), manner, 3)} {line.unit}
              </td>
              <td data-head={t('quote.price')}>{shown(line.price)}</td>
              <td data-head={t('quote.tax')}>{rate(line.taxRate)}</td>
              <td data-head={t('quote.lineTotal')}>{shown(inclusive ? line.total : line.net)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={classes.sums}>
        {discounted && (
          <>
            <dt>{t('quote.gross')}</dt>
            <dd>{shown(paper.gross)}</dd>
            <dt>{t('quote.discounted')}</dt>
            <dd>−{shown(paper.discounted)}</dd>
          </>
        )}
        <dt>{t('quote.net')}</dt>
        <dd>{shown(paper.net)}</dd>
        {paper.taxes.map((tax) => (
          <div key={tax.rate} className={classes.row}>
            <dt>
              {t(inclusive ? 'quote.taxIn' : 'quote.taxAt', { rate: rate(tax.rate), net: shown(tax.net) })}
            </dt>
            <dd>{shown(tax.tax)}</dd>
          </div>
        ))}
        <dt className={classes.total}>{t('quote.total')}</dt>
        <dd className={classes.total}>{shown(paper.total)}</dd>
      </dl>
      {inclusive && <p className={classes.quiet}>{t('paper.inclusive')}</p>}
      {paper.taxNotes?.map((note) => (
        <p key={note} className={classes.words}>
          {note}
        </p>
      ))}
      {kind === 'invoice' && paper.seller.bank && (
        <p className={classes.words}>
          {t('invoice.payTo', { bank: paper.seller.bank, number: paper.number })}
        </p>
      )}
      {paper.terms && <p className={classes.words}>{paper.terms}</p>}
    </article>
  )
}
