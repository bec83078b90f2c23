import '@mantine/core/styles/Checkbox.layer.css'
import { Autocomplete, Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { dealCompetitorRoutes } from '../../contract/sales/deal-competitors.ts'
import { openQuoteStatuses, quote as quoteType } from '../../contract/sales/quote.ts'
import { quoteRoutes } from '../../contract/sales/quote-routes.ts'
import { CallError } from '../../contract/http/client.ts'
import { isAskedFor } from '../records/asking.ts'
import { refusalOf, useChanges } from '../records/changes.ts'
import type { Refused } from '../records/changes.ts'
import { someQuery } from '../records/record-api.ts'
import { call } from '../shell/api.ts'
import { useMay, useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import { ofKind, reasonField, useReasons } from './closing.ts'
import type { Outcome } from './closing.ts'
import classes from './closing.module.css'
import { useCompetitors } from './deals/use-competitors.ts'

const mostQuotes = 50

/** The quotes of a deal that the customer could still accept. */
function useOpenQuotes(deal: AnyRecord): readonly AnyRecord[] {
  const may = useMay(quoteType.name)
  const filter = {
    and: [
      { field: 'deal', op: 'is', value: deal.id },
      { field: 'status', op: 'anyOf', value: [...openQuoteStatuses] },
    ],
  } as const
  const { data } = useQuery({
    ...someQuery(quoteType, { filter: { and: [...filter.and] }, sort: null, fields: ['status'] }, mostQuotes),
    enabled: may('see'),
  })
  return (data?.data ?? []).filter((quote) => may('edit', quote))
}

interface ClosingFormProps {
  deal: AnyRecord
  outcome: Outcome
  stages: readonly AnyRecord[]
  /** The deal is closed already; this only adds to it. */
  closed?: boolean
  onDone: () => void
}

/** How a deal ended: why, who else was there, and when. All of it may stay blank but the day, which is today. */
export function ClosingForm({ deal, outcome, stages, closed, onDone }: ClosingFormProps) {
  const { company } = useSession()
  const manner = useManner()
  const now = useNow()
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const targets = ofKind(stages, outcome)
  const field = reasonField[outcome]
  const [stage, setStage] = useState<string | null>(null)
  const [reason, setReason] = useState(String(deal[field] ?? ''))
  const [day, setDay] = useState(closed ? String(deal['closedOn'] ?? today) : today)
  const [refused, setRefused] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const { save } = useChanges(dealType)
  const reasons = useReasons(outcome)
  const target = stage ?? targets[0]?.id
  const [note, setNote] = useState(String(deal['closingNote'] ?? ''))
  const [competitor, setCompetitor] = useState('')
  const { names, idOf } = useCompetitors()
  const quotes = useOpenQuotes(deal)
  const [withdraw, setWithdraw] = useState(true)
  const queries = useQueryClient()

  /** What follows the closing, in records of their own. */
  const settle = async () => {
    if (competitor.trim())
      await call(dealCompetitorRoutes.set, {
        params: { id: deal.id, competitor: await idOf(competitor.trim()) },
        body: { status: outcome === 'won' ? 'beaten' : 'lost_to' },
      })
    if (withdraw) for (const { id } of quotes) await call(quoteRoutes.withdraw, { params: { id } })
    void queries.invalidateQueries({ queryKey: ['records'] })
  }

  const submit = async () => {
    setSaving(true)
    const values = {
      ...(closed ? {} : { stage: target }),
      [field]: reason.trim() || null,
      closingNote: note.trim() || null,
      ...(day !== deal['closedOn'] && { closedOn: day }),
    }
    try {
      await save(deal, values)
      await settle()
      onDone()
    } catch (error) {
      // What its stages ask for is asked in their own form, which takes all of this along.
      if (error instanceof CallError && isAskedFor({ type: dealType, record: deal, values, error }))
        return onDone()
      setRefused(refusalOf(error, [field, 'closingNote', 'closedOn', 'stage']))
      setSaving(false)
    }
  }

  if (!closed && !target) return <p className={classes.note}>{t('closing.noStage')}</p>
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refused['form'] && (
        <div role="alert" className={classes.failure}>
          {refused['form']}
        </div>
      )}
      {!closed && targets.length > 1 && (
        <NativeSelect
          label={t('closing.stage')}
          data={targets.map(({ id, title }) => ({ value: id, label: title }))}
          value={target ?? ''}
          onChange={(event) => setStage(event.currentTarget.value)}
          error={refused['stage']}
        />
      )}
      <Autocomplete
        label={t(outcome === 'won' ? 'closing.wonReason' : 'closing.lossReason')}
        placeholder={t('closing.reasonHint')}
        data={reasons}
        value={reason}
        onChange={setReason}
        size="xs"
        limit={8}
        openOnFocus={false}
        maxLength={2_000}
        autoFocus={!closed}
        data-reason
        error={refused[field]}
      />
      <Autocomplete
        label={t(outcome === 'won' ? 'closing.competitorWon' : 'closing.competitorLost')}
        placeholder={t('rival.hint')}
        data={names}
        value={competitor}
        onChange={setCompetitor}
        size="xs"
        limit={8}
        openOnFocus={false}
        maxLength={200}
      />
      <Textarea
        label={t('closing.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2_000}
        error={refused['closingNote']}
      />
      {quotes.length > 0 && (
        <Checkbox
          label={t('closing.withdraw', { count: quotes.length })}
          checked={withdraw}
          onChange={(event) => setWithdraw(event.currentTarget.checked)}
        />
      )}
      <TextInput
        label={t('closing.day')}
        type="date"
        max={today}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value || today)}
        error={refused['closedOn']}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={saving}>
          {t(closed ? 'closing.save' : outcome === 'won' ? 'closing.win' : 'closing.lose')}
        </Button>
        <Button onClick={onDone}>{t(closed ? 'closing.later' : 'ui.cancel')}</Button>
      </div>
    </form>
  )
}
