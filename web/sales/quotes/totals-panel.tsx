import { useQuery } from '@tanstack/react-query'
import { marginRateOf, approvalCauses, discountRateOf } from '../../../contract/sales/quote-approval.ts'
import { toMajor } from '../../../contract/values/money.ts'
import { t } from '../../text/seldom.ts'
import { money, percent } from '../../ui/format.ts'
import { Percent, useManner } from '../../ui/manner.tsx'
import { CellInput } from './cell-input.tsx'
import { quoteSettingsQuery } from './quote-api.ts'
import classes from './totals-panel.module.css'
import { discountOf, signsFor, writtenDiscount } from './typed.ts'
import type { DraftInWork } from './use-draft.ts'

interface TotalsPanelProps {
  draft: DraftInWork
  showMargin: boolean
  canEdit: boolean
}

/** What a draft comes to while it is written, and what of it somebody has to approve. */
export function TotalsPanel({ draft, showMargin, canEdit }: TotalsPanelProps) {
  const { totals, pricing, written, change, badDiscount, setBadDiscount } = draft
  const { currency, inclusive } = pricing
  const manner = useManner()
  const signs = signsFor(manner.locale, manner.numbers)
  const { data: settings } = useQuery(quoteSettingsQuery)
  const shown = (minor: bigint) => money({ amount: toMajor(minor, currency), currency }, manner, 'exact')
  const rate = (basisPoints: number) => percent(basisPoints / 10_000, manner, 2)
  const causes = settings ? approvalCauses(totals, settings) : []
  const marginRate = marginRateOf(totals)
  return (
    <div className={classes.panel}>
      <dl className={classes.sums} aria-live="polite">
        {totals.discount > 0n && (
          <>
            <dt>{t('quote.gross')}</dt>
            <dd>{shown(totals.gross)}</dd>
          </>
        )}
        <dt>{t('quote.wholeDiscount')}</dt>
        <dd className={classes.discount}>
          <CellInput
            numeric
            column="whole"
            label={t('quote.wholeDiscount')}
            value={writtenDiscount(written.discount, currency, signs)}
            faulty={badDiscount}
            disabled={!canEdit}
            placeholder="0 %"
            onType={(typed) => {
              const discount = discountOf(typed, currency, signs)
              setBadDiscount(discount === null)
              change((before) => (discount === null ? before : { ...before, discount: discount ?? null }))
            }}
          />
        </dd>
        {totals.discount > 0n && (
          <>
            <dt>{t('quote.discounted')}</dt>
            <dd>−{shown(totals.discount)}</dd>
          </>
        )}
        <dt>{t('quote.net')}</dt>
        <dd>{shown(totals.net)}</dd>
        {totals.taxes.map((tax) => (
          <div key={tax.rate} className={classes.row}>
            <dt>
              {t(inclusive ? 'quote.taxIn' : 'quote.taxAt', {
                rate: rate(tax.rate),
                net: shown(tax.net),
              })}
            </dt>
            <dd>{shown(tax.tax)}</dd>
          </div>
        ))}
        <dt className={classes.total}>{t('quote.total')}</dt>
        <dd className={classes.total}>{shown(totals.total)}</dd>
        {showMargin && totals.margin !== null && (
          <>
            <dt className={classes.margin}>
              {t('quote.margin')}
              {totals.marginBase !== totals.net && ` ${t('quote.marginKnown')}`}
            </dt>
            <dd className={classes.margin}>
              {shown(totals.margin)} · <Percent value={marginRate === null ? null : marginRate / 10_000} />
            </dd>
          </>
        )}
      </dl>
      {settings && causes.length > 0 && (
        <ul className={classes.beyond}>
          {causes.includes('discount') && (
            <li>
              {t('quote.beyond.discount', {
                rate: rate(discountRateOf(totals) ?? 0),
                limit: rate(settings.discountLimit ?? 0),
              })}
            </li>
          )}
          {causes.includes('margin') && (
            <li>
              {t('quote.beyond.margin', {
                rate: showMargin ? rate(marginRate ?? 0) : '—',
                limit: rate(settings.marginLimit ?? 0),
              })}
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
