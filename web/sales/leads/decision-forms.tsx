import { Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { deal as dealType } from '../../../contract/sales/deal.ts'
import { lead as leadType } from '../../../contract/sales/lead.ts'
import { pipeline as pipelineType } from '../../../contract/sales/pipeline.ts'
import { addDays } from '../../../contract/values/day.ts'
import type { Money } from '../../../contract/values/money.ts'
import { addressOf } from '../../records/address.ts'
import { refusalOf } from '../../records/changes.ts'
import type { Refused } from '../../records/changes.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { someQuery, summaryQuery } from '../../records/record-api.ts'
import { useSession } from '../../shell/session.tsx'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { dayIn } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './lead-head.module.css'
import { useLeadActs } from './lead-api.ts'

interface FormProps {
  lead: AnyRecord
  onDone: () => void
}

/** Sends what a form asks for; refusals stand at their fields. */
function useSending(fields: readonly string[]) {
  const [refused, setRefused] = useState<Refused>({})
  const [sending, setSending] = useState(false)
  const send = async (run: () => Promise<void>) => {
    setSending(true)
    try {
      await run()
    } catch (error) {
      setRefused(refusalOf(error, fields))
      setSending(false)
    }
  }
  return { refused, sending, send }
}

interface ShellProps {
  refused: Refused
  sending: boolean
  submit: string
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

function Shell({ refused, sending, submit, onSubmit, onCancel, children }: ShellProps) {
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {refused['form'] && (
        <div role="alert" className={classes.failure}>
          {refused['form']}
        </div>
      )}
      {children}
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={sending}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}

/** The reasons given so far, the most frequent first. */
function useReasons(status: 'disqualified' | 'recycled'): string[] {
  const filter = { field: 'status', op: 'is', value: status } as const
  const { data } = useQuery({ ...summaryQuery(leadType, 'reason', null, filter), staleTime: 60_000 })
  return (data?.groups ?? []).toSorted((a, b) => b.count - a.count).flatMap(({ key }) => (key ? [key] : []))
}

export function DisqualifyForm({ lead, onDone }: FormProps) {
  const { disqualify } = useLeadActs(lead)
  const { refused, sending, send } = useSending(['reason'])
  const [reason, setReason] = useState('')
  return (
    <Shell
      refused={refused}
      sending={sending}
      submit={t('lead.disqualify')}
      onCancel={onDone}
      onSubmit={() =>
        void send(async () => {
          await disqualify(reason)
          onDone()
        })
      }
    >
      <Autocomplete
        label={t('lead.whyNot')}
        data={useReasons('disqualified')}
        value={reason}
        onChange={setReason}
        size="xs"
        limit={8}
        openOnFocus={false}
        maxLength={2_000}
        autoFocus
        error={refused['reason']}
      />
    </Shell>
  )
}

/** Where the day usually lies: a quarter from now. */
const usualWait = 90

export function RecycleForm({ lead, onDone }: FormProps) {
  const { company } = useSession()
  const manner = useManner()
  const today = dayIn(useNow(), { ...manner, zone: company.timeZone })
  const { recycle } = useLeadActs(lead)
  const { refused, sending, send } = useSending(['on', 'recycleOn', 'reason'])
  const [on, setOn] = useState(addDays(today, usualWait))
  const [reason, setReason] = useState('')
  return (
    <Shell
      refused={refused}
      sending={sending}
      submit={t('lead.recycle')}
      onCancel={onDone}
      onSubmit={() =>
        void send(async () => {
          await recycle(on, reason.trim())
          onDone()
        })
      }
    >
      <TextInput
        label={t('lead.backOn')}
        type="date"
        min={addDays(today, 1)}
        value={on}
        autoFocus
        onChange={(event) => setOn(event.currentTarget.value)}
        error={refused['on'] ?? refused['recycleOn']}
      />
      <Autocomplete
        label={t('lead.whyLater')}
        data={useReasons('recycled')}
        value={reason}
        onChange={setReason}
        size="xs"
        limit={8}
        openOnFocus={false}
        maxLength={2_000}
        error={refused['reason']}
      />
    </Shell>
  )
}

const mostPipelines = 50

/** The deal that the lead becomes; then its page. */
export function ConvertForm({ lead, onDone }: FormProps) {
  const navigate = useNavigate()
  const { convert } = useLeadActs(lead)
  const { refused, sending, send } = useSending(['name', 'amount', 'pipeline', 'stage'])
  const listing = { filter: null, sort: 'position', fields: ['position'] }
  const { data: pipelines } = useQuery(someQuery(pipelineType, listing, mostPipelines))
  const [name, setName] = useState(lead.title)
  const [amount, setAmount] = useState<Money | null>(null)
  const [pipeline, setPipeline] = useState<string | null>(null)
  const { Edit } = widgetOf(dealType.fields.amount)
  const submit = () =>
    void send(async () => {
      const deal = await convert({ name, amount, ...(pipeline && { pipeline }) })
      onDone()
      await navigate({ to: addressOf(dealType.name, deal.id) })
    })
  return (
    <Shell refused={refused} sending={sending} submit={t('lead.convert')} onCancel={onDone} onSubmit={submit}>
      <p className={classes.explains}>{t('lead.convertText')}</p>
      <TextInput
        label={t('lead.dealName')}
        value={name}
        maxLength={2_000}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
        error={refused['name']}
      />
      <Edit
        field={dealType.fields.amount}
        label={fieldLabel(dealType.fields.amount)}
        value={amount}
        error={refused['amount']}
        onChange={(value) => setAmount(value as Money | null)}
      />
      {(pipelines?.data.length ?? 0) > 1 && (
        <NativeSelect
          label={fieldLabel(dealType.fields.pipeline)}
          data={(pipelines?.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          value={pipeline ?? pipelines?.data[0]?.id ?? ''}
          onChange={(event) => setPipeline(event.currentTarget.value)}
          error={refused['pipeline'] ?? refused['stage']}
        />
      )}
    </Shell>
  )
}
