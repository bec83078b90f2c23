import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ForecastChange, ForecastChanges } from '../../../contract/sales/forecast-history.ts'
import type { ForecastRow } from '../../../contract/sales/forecast.ts'
import { startOfDay } from '../../../contract/values/day.ts'
import { RecordLink } from '../../records/record-link.tsx'
import { messageOf } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day, moment, money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { changedQuery, changesQuery, scopeOf, snapshotsQuery } from './forecast-api.ts'
import type { Asked, AskedChanges } from './forecast-api.ts'
import { glance, rowName } from './rows.ts'
import classes from './waterfall.module.css'

interface Bar {
  key: string
  label: string
  /** Where it begins and how long it is, in the whole's units. */
  from: number
  size: number
  tone: 'total' | 'in' | 'out' | 'won'
  amount: ForecastChanges['start']
  deals: number | null
}

/** The bars of a waterfall: each begins where the one before it ended. */
export function barsOf({ start, end, changes }: ForecastChanges): Bar[] {
  let at = Number(start.amount)
  const steps = changes.map(({ change, amount, deals }): Bar => {
    const size = Number(amount.amount)
    const from = Math.min(at, at + size)
    at += size
    const tone = change === 'won' ? 'won' : size < 0 ? 'out' : 'in'
    return {
      key: change,
      label: t(`forecast.change.${change}`),
      from,
      size: Math.abs(size),
      tone,
      amount,
      deals,
    }
  })
  const total = (key: string, label: string, amount: ForecastChanges['start']): Bar => ({
    key,
    label,
    from: 0,
    size: Number(amount.amount),
    tone: 'total',
    amount,
    deals: null,
  })
  return [total('start', t('forecast.start'), start), ...steps, total('end', t('forecast.end'), end)]
}

/** The deals behind one bar, each with what it was and is. */
export function ChangedPanel({
  asked,
  change,
  onClose,
}: {
  asked: AskedChanges
  change: ForecastChange
  onClose: () => void
}) {
  const manner = useManner()
  const { data, isPending, error } = useQuery(changedQuery({ ...asked, change }))
  return (
    <SidePanel title={t(`forecast.change.${change}`)} onClose={onClose}>
      {isPending ? (
        <RowsSkeleton />
      ) : error ? (
        <p className={classes.aside}>{messageOf(error)}</p>
      ) : (
        <ul>
          {data.data.map(({ id, title, before, after, amount }) => (
            <li key={id} className={classes.deal}>
              {title === null ? (
                <span className={classes.aside}>{t('forecast.gone')}</span>
              ) : (
                <RecordLink type="deal" id={id} className={classes.title}>
                  {title}
                </RecordLink>
              )}
              <strong className={classes.amount}>{money(amount, manner)}</strong>
              <span className={classes.aside}>
                {t('forecast.fromTo', { before: money(before, manner), after: money(after, manner) })}
              </span>
            </li>
          ))}
          {data.more && <li className={classes.aside}>{t('forecast.moreDeals')}</li>}
        </ul>
      )}
    </SidePanel>
  )
}

/** What changed in the open amount of the period since an earlier moment; each bar opens onto its deals. */
export function Waterfall({
  row,
  asked,
  from,
  onOpen,
}: {
  row: ForecastRow
  asked: Asked
  from: string
  onOpen: (asked: AskedChanges, change: ForecastChange) => void
}) {
  const manner = useManner()
  const { company } = useSession()
  const now = useNow()
  const snapshots = useQuery(snapshotsQuery).data?.data ?? []
  const began = startOfDay(from, company.timeZone)
  const choices = [
    ...snapshots.slice(0, 26).map(({ id, takenAt, weekOn, weekly }) => ({
      value: id,
      label: weekly
        ? t('forecast.week_', { day: day(weekOn, manner) })
        : t('forecast.byHand', { moment: moment(takenAt, manner) }),
    })),
    ...(Date.parse(began) < now.getTime() ? [{ value: began, label: t('forecast.beginning') }] : []),
  ]
  const [chosen, setChosen] = useState<string | null>(null)
  const since = choices.find(({ value }) => value === chosen)?.value ?? choices[0]?.value
  const question = { grain: asked.grain, day: asked.day, ...scopeOf(row), since: since ?? '' }
  const { data, error } = useQuery({ ...changesQuery(question), enabled: since !== undefined })
  const bars = data ? barsOf(data) : []
  const most = Math.max(1, ...bars.map(({ from: at, size }) => at + size))
  return (
    <Card
      title={`${t('forecast.changed')} · ${rowName(row)}`}
      aside={
        choices.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={t('forecast.since')}
            value={since ?? ''}
            data={choices}
            onChange={({ target }) => setChosen(target.value)}
          />
        )
      }
    >
      <p className={classes.aside}>{t('forecast.changedIs')}</p>
      {choices.length === 0 && <p className={classes.aside}>{t('forecast.noSnapshots')}</p>}
      {error && <p className={classes.aside}>{messageOf(error)}</p>}
      {data && (
        <ol className={classes.bars}>
          {bars.map(({ key, label, from: at, size, tone, amount, deals }) => {
            const shown = glance(amount, manner)
            const signed = tone === 'total' || amount.amount.startsWith('-') ? shown : `+${shown}`
            const content = (
              <>
                <span className={classes.label}>{label}</span>
                <span className={classes.track} aria-hidden>
                  <span
                    data-tone={tone}
                    style={{
                      insetInlineStart: `${(at / most) * 100}%`,
                      width: `max(2px, ${(size / most) * 100}%)`,
                    }}
                  />
                </span>
                <span className={classes.figure}>{signed}</span>
                <span className={classes.count}>
                  {deals === null ? '' : t('forecast.dealCount', { count: deals })}
                </span>
              </>
            )
            return (
              <li key={key}>
                {deals === null ? (
                  <div className={classes.bar} data-total>
                    {content}
                  </div>
                ) : (
                  <button
                    type="button"
                    className={classes.bar}
                    aria-label={t('forecast.changeDeals', {
                      change: label,
                      amount: signed,
                      deals: t('forecast.dealCount', { count: deals }),
                    })}
                    onClick={() => onOpen(question, key as ForecastChange)}
                  >
                    {content}
                  </button>
                )}
              </li>
            )
          })}
        </ol>
      )}
      {data?.changes.length === 0 && <p className={classes.aside}>{t('forecast.noChanges')}</p>}
    </Card>
  )
}
