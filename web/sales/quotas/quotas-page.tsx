import { Button, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { quotaGrains, quotaMeasures } from '../../../contract/sales/quotas.ts'
import type { QuotaMeasure } from '../../../contract/sales/quotas.ts'
import { messageOf } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { dayIn } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { CopyQuotas } from './copy-quotas.tsx'
import { gridQuery } from './quota-api.ts'
import type { AskedGrid } from './quota-api.ts'
import { QuotaTable } from './quota-table.tsx'
import classes from './quotas-page.module.css'

/** What is expected of whom, typed as in a spreadsheet. */
export default function QuotasPage() {
  const { company } = useSession()
  const queries = useQueryClient()
  const manner = useManner()
  const now = useNow()
  const thisYear = Number(dayIn(now, { ...manner, zone: company.timeZone }).slice(0, 4))
  const [asked, setAsked] = useState<AskedGrid>({ grain: 'quarter', year: thisYear, measure: 'amount' })
  const { data, isPending, error } = useQuery(gridQuery(asked))
  const families = data?.families ?? []
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['quotas'] })
    await queries.invalidateQueries({ queryKey: ['forecast'] })
  }
  const measured = (measure: QuotaMeasure) =>
    setAsked(({ grain, year }) => ({
      grain,
      year,
      measure,
      ...(measure === 'family' && { family: families[0] ?? '' }),
    }))
  const mayEdit = data?.rows.some((row) => row.mayEdit) === true
  return (
    <Page>
      <PageHeader
        title={t('quota.title')}
        subtitle={t('quota.text')}
        actions={mayEdit && <CopyQuotas asked={asked} onDone={refresh} />}
      />
      <div className={classes.controls} role="group" aria-label={t('quota.title')}>
        <Button.Group>
          <Button
            aria-label={String(asked.year - 1)}
            onClick={() => setAsked({ ...asked, year: asked.year - 1 })}
          >
            ←
          </Button>
          <Button component="span">{asked.year}</Button>
          <Button
            aria-label={String(asked.year + 1)}
            onClick={() => setAsked({ ...asked, year: asked.year + 1 })}
          >
            →
          </Button>
        </Button.Group>
        <NativeSelect
          aria-label={t('quota.grain')}
          value={asked.grain}
          data={quotaGrains.map((grain) => ({
            value: grain,
            label: t(grain === 'year' ? 'quota.yearly' : `quota.${grain}`),
          }))}
          onChange={({ target }) =>
            setAsked({ ...asked, grain: quotaGrains.find((one) => one === target.value) ?? 'quarter' })
          }
        />
        <NativeSelect
          aria-label={t('quota.measure')}
          value={asked.measure}
          data={quotaMeasures.map((measure) => ({
            value: measure,
            label: t(`quota.${measure}`),
            disabled: measure === 'family' && families.length === 0,
          }))}
          onChange={({ target }) => measured(quotaMeasures.find((one) => one === target.value) ?? 'amount')}
        />
        {asked.measure === 'family' && (
          <NativeSelect
            aria-label={t('quota.whichFamily')}
            value={asked.family ?? ''}
            data={[...families]}
            onChange={({ target }) => setAsked({ ...asked, family: target.value })}
          />
        )}
      </div>
      {isPending ? (
        <RowsSkeleton />
      ) : error ? (
        <p role="alert">{messageOf(error)}</p>
      ) : data.rows.length === 0 ? (
        <EmptyState title={t('quota.nobody')}>{t('quota.nobodyText')}</EmptyState>
      ) : (
        <QuotaTable
          key={JSON.stringify([data.grain, data.year, data.measure, data.family])}
          grid={data}
          onSaved={refresh}
        />
      )}
      <p className={classes.hint}>{mayEdit ? t('quota.keys') : t('quota.readOnly')}</p>
    </Page>
  )
}
