import { ActionIcon, Button, NativeSelect, Popover, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { forecastRoutes } from '../../../contract/sales/forecast.ts'
import type { Forecast, ForecastRow } from '../../../contract/sales/forecast.ts'
import { refusalOf } from '../../records/changes.ts'
import type { Refused } from '../../records/changes.ts'
import { call } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { toastDone } from '../../ui/toast.tsx'
import { amountTyped } from '../quotas/typed.ts'
import { useManner } from '../../ui/manner.tsx'
import { rowName } from './rows.ts'
import classes from './forecast-table.module.css'

const columns = ['commit', 'best_case', 'pipeline'] as const

/** An amount of one's own beside what is computed, with the reason for it. */
export function Say({ forecast, row }: { forecast: Forecast; row: ForecastRow }) {
  const { company } = useSession()
  const manner = useManner()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [column, setColumn] = useState<(typeof columns)[number]>('commit')
  const [amount, setAmount] = useState('')
  const [reason, setReason] = useState('')
  const [refused, setRefused] = useState<Refused>({})
  const standing = row.submitted.some((one) => one.column === column)
  const send = async (typed: string | null) => {
    const read = typed === null ? null : amountTyped(typed, manner.locale)
    if (typed !== null && read === null) return setRefused({ amount: t('quota.unread', { text: typed }) })
    try {
      await call(forecastRoutes.submit, {
        body: {
          grain: forecast.grain,
          day: forecast.from,
          ...(row.kind === 'team' ? { team: row.id ?? '' } : { user: row.id ?? '' }),
          column,
          amount: read === null ? null : { amount: read, currency: company.currency },
          reason,
        },
      })
      setOpen(false)
      setAmount('')
      setReason('')
      setRefused({})
      toastDone(typed === null ? t('forecast.withdrawn') : t('forecast.sayDone'))
      await queries.invalidateQueries({ queryKey: ['forecast'] })
    } catch (error) {
      setRefused(refusalOf(error, ['amount', 'reason']))
    }
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus position="bottom-start" width={300}>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          size="sm"
          className={classes.say}
          aria-expanded={open}
          aria-label={t('forecast.sayFor', { who: rowName(row) })}
          title={t('forecast.say')}
          onClick={() => setOpen(!open)}
        >
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
            <path d="M1.5 10.5l.6-2.4 6-6 1.8 1.8-6 6z" fill="none" stroke="currentColor" />
          </svg>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('forecast.sayFor', { who: rowName(row) })}>
        <form
          noValidate
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void send(amount)
          }}
        >
          {refused['form'] && <div role="alert">{refused['form']}</div>}
          <NativeSelect
            label={t('forecast.sayColumn')}
            value={column}
            data={columns.map((one) => ({ value: one, label: t(`forecast.${one}`) }))}
            onChange={({ target }) => setColumn(columns.find((one) => one === target.value) ?? 'commit')}
          />
          <TextInput
            label={t('forecast.sayAmount', { currency: company.currency })}
            inputMode="decimal"
            value={amount}
            data-autofocus
            error={refused['amount']}
            onChange={({ target }) => setAmount(target.value)}
          />
          <Textarea
            label={t('forecast.sayReason')}
            autosize
            minRows={2}
            value={reason}
            error={refused['reason']}
            onChange={({ target }) => setReason(target.value)}
          />
          <p className={classes.hint}>{t('forecast.sayText')}</p>
          <div className={classes.buttons}>
            <Button type="submit" variant="filled">
              {t('forecast.keep')}
            </Button>
            {standing && <Button onClick={() => void send(null)}>{t('forecast.withdraw')}</Button>}
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
