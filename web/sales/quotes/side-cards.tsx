import type { Approval, Edition } from '../../../contract/sales/quote-routes.ts'
import { quote as quoteType } from '../../../contract/sales/quote.ts'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { moment } from '../../ui/format.ts'
import { DateTime, Money, useManner } from '../../ui/manner.tsx'
import classes from './quote-page.module.css'

interface EditionsCardProps {
  editions: readonly Edition[]
  /** The edition on show; null while the draft is. */
  shown: number | null
  onShow: (edition: number) => void
}

/** What was sent when, and what became of it. */
export function EditionsCard({ editions, shown, onShow }: EditionsCardProps) {
  const manner = useManner()
  if (editions.length === 0) return null
  return (
    <Card title={t('quote.editions')}>
      <ul>
        {editions.map(({ edition, status, sentAt, sentBy, document, hash, answer }) => (
          <li key={edition} className={classes.entry}>
            <button type="button" aria-pressed={shown === edition} onClick={() => onShow(edition)}>
              {t('quote.edition', { edition })} · {choiceLabel(quoteType.fields.status.options, status)} ·{' '}
              <Money value={{ amount: document.total, currency: document.currency }} />
            </button>
            <p className={classes.quiet}>
              <DateTime value={sentAt} /> · {t('quote.sentBy', { who: sentBy ?? t('quote.nobody') })}
            </p>
            {answer && (
              <>
                <p className={classes.said}>
                  {answer.kind === 'accepted'
                    ? t('quote.acceptedBy', { name: answer.name ?? '—', signature: answer.signature ?? '—' })
                    : t('quote.declinedFor', { reason: answer.reason ?? '—' })}
                </p>
                <p className={classes.quiet}>
                  {t('quote.fromAddress', {
                    when: moment(answer.at, manner),
                    address: answer.address ?? '—',
                  })}
                </p>
              </>
            )}
            <p className={classes.quiet} title={hash}>
              {t('quote.hash')}: <span className={classes.hash}>{hash.slice(0, 12)}…</span>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Who was asked to approve, and what they said. */
export function ApprovalsCard({ approvals }: { approvals: readonly Approval[] }) {
  if (approvals.length === 0) return null
  const nobody = t('quote.nobody')
  return (
    <Card title={t('quote.approvals')}>
      <ul>
        {approvals.map(({ askedAt, askedBy, approver, reason, outcome, decidedBy, decidedAt, answer }) => (
          <li key={askedAt} className={classes.entry}>
            <p>
              {t('quote.approval.asked', { who: askedBy ?? nobody, approver: approver ?? nobody })}: {reason}
            </p>
            <p className={classes.quiet}>
              <DateTime value={askedAt} />
            </p>
            {outcome && (
              <p className={classes.said}>
                {outcome === 'lapsed'
                  ? t('quote.approval.lapsed')
                  : t(`quote.approval.${outcome}`, { who: decidedBy ?? nobody })}
                {answer && `: ${answer}`}
              </p>
            )}
            {outcome && (
              <p className={classes.quiet}>
                <DateTime value={decidedAt} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
