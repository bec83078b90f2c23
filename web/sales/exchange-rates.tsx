import { Button, Select, TextInput } from '@mantine/core'
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { exchangeRateRoutes } from '../../contract/sales/exchange-rates.ts'
import type { ExchangeRate } from '../../contract/sales/exchange-rates.ts'
import { refusalOf } from '../records/changes.ts'
import type { Refused } from '../records/changes.ts'
import { call, messageOf } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { done } from '../shell/undo.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { day, dayIn } from '../ui/format.ts'
import { Day, useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { toastFailed } from '../ui/toast.tsx'
import classes from './exchange-rates.module.css'

const ratesQuery = queryOptions({
  queryKey: ['exchange-rates'],
  queryFn: ({ signal }) => call(exchangeRateRoutes.list, { signal }),
})
const codes = Intl.supportedValuesOf('currency')

/** A decimal sign is a comma for many who type. */
const decimalOf = (written: string) => written.trim().replace(',', '.')

/** What other currencies are worth, from which day on. */
export default function ExchangeRates() {
  const { data } = useSuspenseQuery(ratesQuery)
  const { rights, company } = useSession()
  const queries = useQueryClient()
  const manner = useManner()
  const now = useNow()
  const canEdit = rights.includes('administer')
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const [draft, setDraft] = useState({ currency: '', fromOn: today, rate: '' })
  const [refused, setRefused] = useState<Refused>({})
  const rateField = useRef<HTMLInputElement>(null)

  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ratesQuery.queryKey })
    await queries.invalidateQueries({ queryKey: ['records'] })
    await queries.invalidateQueries({ queryKey: ['metrics'] })
  }
  const write = ({ currency, fromOn, rate }: ExchangeRate) =>
    call(exchangeRateRoutes.set, { params: { currency, fromOn }, body: { rate } })
  const erase = ({ currency, fromOn }: ExchangeRate) =>
    call(exchangeRateRoutes.remove, { params: { currency, fromOn } })

  const set = async () => {
    const rate = { ...draft, rate: decimalOf(draft.rate) }
    const missing: Refused = {
      ...(!rate.currency && { currency: t('rates.currencyMissing') }),
      ...(!rate.fromOn && { fromOn: t('rates.dayMissing') }),
      ...(!(Number(rate.rate) > 0) && { rate: t('rates.rateMissing') }),
    }
    setRefused(missing)
    if (Object.keys(missing).length > 0) return
    const before = data.data.find((one) => one.currency === rate.currency && one.fromOn === rate.fromOn)
    try {
      const { filled } = await write(rate)
      const said = { currency: rate.currency, day: day(rate.fromOn, manner) }
      done(
        filled > 0 ? t('rates.isSetAndFilled', { ...said, count: filled }) : t('rates.isSet', said),
        async () => {
          await (before ? write(before) : erase(rate))
          await refresh()
        },
      )
      setDraft({ currency: '', fromOn: draft.fromOn, rate: '' })
      await refresh()
    } catch (error) {
      setRefused(refusalOf(error, ['currency', 'fromOn', 'rate']))
    }
  }
  const remove = async (rate: ExchangeRate) => {
    try {
      await erase(rate)
      done(t('rates.removed', { currency: rate.currency }), async () => {
        await write(rate)
        await refresh()
      })
      await refresh()
    } catch (error) {
      toastFailed(messageOf(error), () => void remove(rate))
    }
  }

  return (
    <Page narrow>
      <PageHeader title={t('rates.title')} subtitle={t('rates.text', { currency: data.currency })} />
      {data.missing.length > 0 && (
        <ul className={classes.missing} aria-label={t('rates.title')}>
          {data.missing.map(({ currency, deals, since }) => (
            <li key={currency}>
              {t('rates.missing', { count: deals, currency })}
              {since && (
                <span className={classes.since}>
                  {' '}
                  · {t('rates.missingSince', { day: day(since, manner) })}
                </span>
              )}
              {canEdit && (
                <Button
                  variant="subtle"
                  onClick={() => {
                    setDraft({ ...draft, currency, fromOn: since ?? draft.fromOn })
                    rateField.current?.focus()
                  }}
                >
                  {t('rates.setFor', { currency })}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {canEdit && (
        <form
          noValidate
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void set()
          }}
        >
          <Select
            label={t('rates.currency')}
            data={codes.filter((code) => code !== data.currency)}
            searchable
            selectFirstOptionOnChange
            limit={40}
            value={draft.currency || null}
            onChange={(currency) => setDraft({ ...draft, currency: currency ?? '' })}
            error={refused['currency']}
          />
          <TextInput
            label={t('rates.from')}
            type="date"
            value={draft.fromOn}
            onChange={(event) => setDraft({ ...draft, fromOn: event.currentTarget.value })}
            error={refused['fromOn']}
          />
          <TextInput
            ref={rateField}
            label={t('rates.rateIn', { currency: data.currency })}
            inputMode="decimal"
            value={draft.rate}
            onChange={(event) => setDraft({ ...draft, rate: event.currentTarget.value })}
            error={refused['rate']}
          />
          <Button type="submit" variant="filled" className={classes.submit ?? ''}>
            {t('rates.set')}
          </Button>
          {refused['form'] && (
            <div role="alert" className={classes.failure}>
              {refused['form']}
            </div>
          )}
        </form>
      )}
      <Card className={classes.flush ?? ''}>
        {data.data.length === 0 ? (
          <EmptyState title={t('rates.none')}>
            {t(canEdit ? 'rates.noneText' : 'rates.noneRead', { currency: data.currency })}
          </EmptyState>
        ) : (
          <SimpleTable
            actions
            label={t('rates.title')}
            heads={[
              t('rates.currency'),
              t('rates.from'),
              t('rates.rateIn', { currency: data.currency }),
              t('rates.remove'),
            ]}
          >
            {data.data.map((rate) => (
              <tr key={`${rate.currency} ${rate.fromOn}`}>
                <td className={classes.currency}>{rate.currency}</td>
                <td>
                  <Day value={rate.fromOn} />
                </td>
                <td>
                  {new Intl.NumberFormat(manner.locale, { maximumFractionDigits: 12 }).format(
                    rate.rate as Intl.StringNumericLiteral,
                  )}
                </td>
                <td>
                  {canEdit && (
                    <Button
                      variant="subtle"
                      aria-label={t('rates.removeOf', {
                        currency: rate.currency,
                        day: day(rate.fromOn, manner),
                      })}
                      onClick={() => void remove(rate)}
                    >
                      {t('rates.remove')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </SimpleTable>
        )}
      </Card>
    </Page>
  )
}
