import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { quoteSettingsRoutes, type QuoteSettings } from '../../../contract/sales/quote-settings.ts'
import { refusalOf } from '../../records/changes.ts'
import type { Refused } from '../../records/changes.ts'
import { call } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { quoteSettingsQuery } from '../quotes/quote-api.ts'
import { decimalOf, signsFor, written } from '../quotes/typed.ts'
import { EntityCard } from './entity-card.tsx'
import classes from './quoting-page.module.css'
import { TaxClasses } from './tax-classes.tsx'

/** How the company quotes: what taxes there are, how they are counted, and what needs approval. */
export default function QuotingPage() {
  const { data: settings } = useSuspenseQuery(quoteSettingsQuery)
  return (
    <Page narrow>
      <PageHeader title={t('quoting.title')} subtitle={t('quoting.text')} />
      <SettingsForm settings={settings} />
      <TaxClasses />
      <EntityCard />
    </Page>
  )
}

const names = ['inclusive', 'rounding', 'validDays', 'discountLimit', 'marginLimit', 'terms'] as const

function SettingsForm({ settings }: { settings: QuoteSettings }) {
  const queries = useQueryClient()
  const manner = useManner()
  const signs = signsFor(manner.locale, manner.numbers)
  const inPercent = (limit: number | null) => (limit === null ? '' : written(String(limit / 100), signs))
  const [values, setValues] = useState({
    inclusive: settings.inclusive,
    rounding: settings.rounding,
    validDays: String(settings.validDays),
    discountLimit: inPercent(settings.discountLimit),
    marginLimit: inPercent(settings.marginLimit),
    terms: settings.terms,
  })
  const [refused, setRefused] = useState<Refused>({})
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }))
  const limitOf = (typed: string): number | null | undefined => {
    if (typed.trim() === '') return null
    const value = decimalOf(typed.replace('%', ''), signs)
    return value === null ? undefined : Math.round(Number(value) * 100)
  }
  const save = async () => {
    const [discountLimit, marginLimit] = [limitOf(values.discountLimit), limitOf(values.marginLimit)]
    const wrong = {
      ...(discountLimit === undefined && { discountLimit: t('quoting.rateMissing') }),
      ...(marginLimit === undefined && { marginLimit: t('quoting.rateMissing') }),
    }
    setRefused(wrong)
    if (discountLimit === undefined || marginLimit === undefined) return
    setBusy(true)
    try {
      const body = { ...values, validDays: Number(values.validDays), discountLimit, marginLimit }
      queries.setQueryData(quoteSettingsQuery.queryKey, await call(quoteSettingsRoutes.change, { body }))
      toastDone(t('quoting.saved'))
    } catch (error) {
      setRefused(refusalOf(error, names))
    }
    setBusy(false)
  }
  return (
    <Card>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {refused['form'] && (
          <div role="alert" className={classes.failure}>
            {refused['form']}
          </div>
        )}
        <NativeSelect
          label={t('quoting.inclusive')}
          data={[
            { value: 'no', label: t('quoting.inclusive.no') },
            { value: 'yes', label: t('quoting.inclusive.yes') },
          ]}
          value={values.inclusive ? 'yes' : 'no'}
          onChange={(event) => set({ inclusive: event.currentTarget.value === 'yes' })}
        />
        <NativeSelect
          label={t('quoting.rounding')}
          data={[
            { value: 'line', label: t('quoting.rounding.line') },
            { value: 'total', label: t('quoting.rounding.total') },
          ]}
          value={values.rounding}
          onChange={(event) => set({ rounding: event.currentTarget.value === 'total' ? 'total' : 'line' })}
        />
        <TextInput
          label={t('quoting.discountLimit')}
          placeholder={t('quoting.noLimit')}
          inputMode="decimal"
          value={values.discountLimit}
          error={refused['discountLimit']}
          onChange={(event) => set({ discountLimit: event.currentTarget.value })}
        />
        <TextInput
          label={t('quoting.marginLimit')}
          placeholder={t('quoting.noLimit')}
          inputMode="decimal"
          value={values.marginLimit}
          error={refused['marginLimit']}
          onChange={(event) => set({ marginLimit: event.currentTarget.value })}
        />
        <TextInput
          label={t('quoting.validDays')}
          inputMode="numeric"
          value={values.validDays}
          error={refused['validDays']}
          onChange={(event) => set({ validDays: event.currentTarget.value })}
        />
        <Textarea
          className={classes.wide ?? ''}
          label={t('quoting.terms')}
          autosize
          minRows={2}
          value={values.terms}
          error={refused['terms']}
          onChange={(event) => set({ terms: event.currentTarget.value })}
        />
        <Button type="submit" variant="filled" className={classes.submit ?? ''} loading={busy}>
          {t('quoting.save')}
        </Button>
      </form>
    </Card>
  )
}
