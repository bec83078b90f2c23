import { Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FocusEvent } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { company as companyType } from '../../../contract/customer/company.ts'
import type { TaxRate } from '../../../contract/sales/price-routes.ts'
import type { Draft } from '../../../contract/sales/quote-routes.ts'
import { recordQuery } from '../../records/record-api.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { dayIn, percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './quote-page.module.css'
import { LineGrid } from './line-grid.tsx'
import { TotalsPanel } from './totals-panel.tsx'
import type { DraftInWork } from './use-draft.ts'

interface DraftEditorProps {
  quote: AnyRecord
  draft: Draft
  work: DraftInWork
  rates: readonly TaxRate[]
  standardTax: string | null
  showCosts: boolean
  canEdit: boolean
}

/** What is offered: the lines, what they come to, and the words around them. */
export function DraftEditor({
  quote,
  draft,
  work,
  rates,
  standardTax,
  showCosts,
  canEdit,
}: DraftEditorProps) {
  const manner = useManner()
  const { company } = useSession()
  const now = useNow()
  const customer = quote['company'] as string | null
  const { data: bought } = useQuery({
    ...recordQuery(companyType, customer ?? ''),
    enabled: customer !== null,
  })
  const { written, change, marked, byKey, save, state } = work
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const asking = {
    currency: draft.currency,
    group: (bought?.['customerGroup'] as string | null | undefined) ?? null,
    day: today,
  }
  const taxes = rates
    .filter(({ current }) => current)
    .map(({ tax, name, rate }) => ({ id: tax, label: `${name} · ${percent(rate / 10_000, manner, 2)}` }))

  // Whoever goes elsewhere has done with it for now.
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) void save(false)
  }
  return (
    <div onBlur={onBlur}>
      <Card
        title={t('quote.lines')}
        aside={
          <span role="status">
            {canEdit &&
              t(state === 'saved' ? 'quote.saved' : state === 'saving' ? 'quote.saving' : 'quote.unsaved')}
          </span>
        }
      >
        <LineGrid
          lines={written.lines}
          onLines={(next) => change((before) => ({ ...before, lines: next(before.lines) }))}
          asking={asking}
          inclusive={draft.inclusive}
          taxes={taxes}
          standardTax={standardTax}
          byKey={byKey}
          marked={marked}
          showCost={showCosts}
          canEdit={canEdit}
        />
        <TotalsPanel draft={work} showMargin={showCosts} canEdit={canEdit} />
      </Card>
      <Card className={classes.words ?? ''}>
        <TextInput
          className={classes.day ?? ''}
          label={t('quote.validUntil')}
          type="date"
          min={today}
          disabled={!canEdit}
          value={written.validUntil ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change((before) => ({ ...before, validUntil: value || null }))
          }
        />
        <Textarea
          label={t('quote.intro')}
          autosize
          minRows={2}
          disabled={!canEdit}
          value={written.intro}
          onChange={({ currentTarget: { value } }) => change((before) => ({ ...before, intro: value }))}
        />
        <Textarea
          label={t('quote.terms')}
          autosize
          minRows={2}
          disabled={!canEdit}
          value={written.terms}
          onChange={({ currentTarget: { value } }) => change((before) => ({ ...before, terms: value }))}
        />
      </Card>
    </div>
  )
}
