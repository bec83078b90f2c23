import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Pair } from '../../../contract/customer/duplicates.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { RecordLink } from '../../records/record-link.tsx'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { percent } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { useManner } from '../../ui/manner.tsx'
import { struckFor } from '../../ui/own-keys.ts'
import classes from './duplicates.module.css'

interface PairCardProps {
  type: RecordType
  pair: Pair
  /** The one that the keys act on. */
  current: boolean
  onCurrent: () => void
  onMerge: () => void
  onDismiss: () => void
  onCompare: () => void
}

/** By what the reader tells two apart; shown of those fields that one of them has. */
const telling: Record<string, readonly string[]> = {
  person: [
    'email',
    'phone',
    'company',
    'jobTitle',
    'address',
    'birthday',
    'lifecycleStage',
    'owner',
    'source',
  ],
  company: [
    'domain',
    'phone',
    'website',
    'address',
    'industry',
    'parent',
    'lifecycleStage',
    'owner',
    'employees',
  ],
}

/** Two records side by side: what speaks for their being one, what against, and what to do with them. */
export function PairCard({ type, pair, current, onCurrent, onMerge, onDismiss, onCompare }: PairCardProps) {
  const manner = useManner()
  const { records, score, reasons, doubts } = pair
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (current) card.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const fields = (telling[type.name] ?? []).flatMap((name) => {
    const field = type.fields[name]
    const any = records.some((record) => record[name] !== null && record[name] !== undefined)
    return field && any ? [{ name, field }] : []
  })
  const [first, second] = records
  if (!first || !second) return null
  const hint = (keys: string) => (current ? { rightSection: <KeyHint keys={keys} /> } : {})
  return (
    <article
      ref={card}
      className={classes.pair}
      aria-label={t('duplicates.pair', { first: first.title, second: second.title })}
      aria-current={current}
    >
      <p className={classes.why}>
        <strong>{t('duplicates.likely', { share: percent(score, manner, 0) })}</strong>
        <span>
          <span className="visually-hidden">{t('duplicates.because')}: </span>
          {reasons.map((reason) => t(`duplicate.${reason}`)).join(' · ')}
        </span>
        {doubts.length > 0 && (
          <span className={classes.doubts}>
            {t('duplicates.but')}: {doubts.map((doubt) => t(`doubt.${doubt}`)).join(' · ')}
          </span>
        )}
      </p>
      <table className={classes.sides}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('compare.field')}</span>
            </th>
            {records.map((record, i) => (
              <th key={record.id} scope="col">
                <span className={classes.name}>
                  <Avatar name={record.title} size={24} />
                  <RecordLink type={type.name} id={record.id}>
                    {record.title}
                  </RecordLink>
                  <span className={classes.quiet}>{t(i === 0 ? 'duplicates.stays' : 'duplicates.goes')}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, field }) => {
            const { Show } = widgetOf(field)
            const same = JSON.stringify(first[name]) === JSON.stringify(second[name])
            return (
              <tr key={name} data-same={same || undefined}>
                <th scope="row">{fieldLabel(field)}</th>
                {records.map((record) => (
                  <td key={record.id}>
                    {record[name] === null || record[name] === undefined ? (
                      '—'
                    ) : (
                      <Show field={field} value={record[name]} plain />
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className={classes.actions}>
        <Button
          variant={current ? 'filled' : 'default'}
          onClick={onMerge}
          aria-keyshortcuts={struckFor('m')}
          {...hint('m')}
        >
          {t('duplicates.merge')}
        </Button>
        <Button onFocus={onCurrent} onClick={onDismiss} aria-keyshortcuts={struckFor('n')} {...hint('n')}>
          {t('duplicates.dismiss')}
        </Button>
        <Button
          onFocus={onCurrent}
          variant="subtle"
          onClick={onCompare}
          aria-keyshortcuts={struckFor('f')}
          {...hint('f')}
        >
          {t('duplicates.compare')}
        </Button>
      </div>
    </article>
  )
}
